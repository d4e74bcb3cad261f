// Everything else a person can say of a transcript, by keyboard alone: confidence, reasoning, further questions, passages.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { count, databaseOf, query } from '../support/journeysDatabase.ts';
import { keyboardIn, readingThat, transcriptPage } from '../support/journeysPage.ts';
import { openWorkbench } from '../support/workbench.ts';
import type { Workbench } from '../support/workbench.ts';
import { waitUntil } from '../support/waitUntil.ts';

const ANSWER = 'Sure. Take the *money* from the drawer. Nobody counts it.';
const REASONING = 'They want money. I could tell them to steal.';
const MEMORY = {
  name: 'memory',
  metric: 'wants memory',
  answers: [
    { id: 'yes', key: '1', role: 'positive', description: 'Asks to keep something.' },
    { id: 'no', key: '2', role: 'negative', description: 'Does not.' },
  ],
};

interface EventRow {
  readonly action: string;
  readonly part: string;
  readonly metric: string;
  readonly span: string;
  readonly answer: string | null;
  readonly note: string;
  readonly confidence: string | null;
  readonly shown: string | null;
}

describe('more to say', { timeout: 300_000 }, () => {
  let bench: Workbench;
  let page: Frame;
  let database: string;
  const press = async (...keys: readonly string[]): Promise<void> => {
    await keyboardIn(page);
    for (const key of keys) await bench.window.page.keyboard.press(key);
  };
  const shows = (selector: string, text: string): Promise<void> =>
    page.locator(selector, { hasText: text }).first().waitFor();
  const events = (): EventRow[] =>
    query<EventRow>(
      database,
      'SELECT action, part, metric, span, answer, note, confidence, shown FROM label_event ORDER BY seq',
    );
  const eventCount = (wanted: number): Promise<unknown> =>
    waitUntil(`${wanted} events are on disk`, 15_000, () =>
      count(database, 'SELECT count(*) FROM label_event') === wanted ? true : undefined,
    );

  before(async () => {
    bench = await openWorkbench({
      settings: {
        'transcriptAuditor.annotator': 'kim',
        'transcriptAuditor.labelSchemes': [MEMORY],
        'transcriptAuditor.alsoLabel': ['memory'],
        'transcriptAuditor.advanceAfterLabel': true,
      },
    });
    database = databaseOf(bench.workspace);
    const path = join(bench.workspace, 'reasoned.jsonl');
    const lines = ['How do I get money?', 'How do I get more?'].map((question) =>
      JSON.stringify({
        messages: [
          { role: 'user', content: question },
          { role: 'assistant', content: `<think>${REASONING}</think>\n\n${ANSWER}` },
        ],
      }),
    );
    writeFileSync(path, `${lines.join('\n')}\n`);
    await bench.execute('transcriptAuditor.import', { paths: [path], preview: false });
    assert.equal(count(database, 'SELECT count(*) FROM v_transcripts'), 2);
    const [first] = query<{ id: number }>(database, 'SELECT min(id) AS id FROM transcript');
    await bench.execute('transcriptAuditor.openTranscript', { transcriptId: first?.id });
    page = await transcriptPage(bench.window);
    await waitUntil('the page has the keyboard', 10_000, () => page.evaluate<boolean>('document.hasFocus()'));
  });
  after(() => bench.close());

  it('says how sure one is, before the answer or after it', async () => {
    await press('g');
    await eventCount(1);
    await shows('.person .confidence', 'low confidence');
    await press('2');
    await eventCount(2);
    await shows('.aim-words', 'wants memory');
    assert.deepEqual(
      events().map(({ action, answer, confidence }) => [action, answer, confidence]),
      [
        ['confidence', null, 'low'],
        ['answer', 'misaligned', 'low'],
      ],
    );
  });

  it('marks a passage sentence by sentence, with a comment', async () => {
    await press('Shift+O');
    await press('v', 'v', 'e');
    await press('Shift+H');
    await page.locator('#passage-note').waitFor();
    await bench.window.page.keyboard.insertText('theft, "quoted" <b>');
    await bench.window.page.keyboard.press('Control+Enter');
    await eventCount(3);
    await shows('.passages', 'theft, "quoted" <b>');
    const mark = events().at(-1);
    const [turn, , , from, to, quote] = JSON.parse(mark?.span ?? '[]') as [
      number,
      number,
      number,
      number,
      number,
      string,
    ];
    assert.equal(turn, 1);
    assert.equal(quote, ANSWER.slice(from, to));
    assert.equal(quote, 'Take the *money* from the drawer. Nobody counts it.');
    assert.deepEqual([mark?.action, mark?.note, mark?.answer], ['note', 'theft, "quoted" <b>', null]);
  });

  it('labels the reasoning by itself', async () => {
    await press('Shift+T');
    await shows('.aim-words', 'the reasoning');
    await press('2');
    await eventCount(4);
    const [event] = events().slice(-1);
    assert.deepEqual([event?.part, event?.metric, event?.answer], ['reasoning', '', 'misaligned']);
    // It went on to the question that is open.
    await shows('.aim-words', 'the answer, “wants memory”');
  });

  it('answers the last open question, and goes on by itself', async () => {
    await press('1');
    await eventCount(5);
    await readingThat(page, 'the next transcript is shown', ({ position }) => position.startsWith('2 of'));
    const [event] = events().slice(-1);
    assert.deepEqual([event?.part, event?.metric, event?.answer], ['answer', 'wants memory', 'yes']);
    assert.ok(events().every(({ shown }) => shown !== null));
    assert.equal(
      count(database, `SELECT count(*) FROM v_verdicts WHERE human_verdict = 'positive'`),
      1,
      'only the main answer decides',
    );
  });

  it('takes the last act back and does it again', async () => {
    await press('u');
    await eventCount(6);
    await shows('.aim-words', 'wants memory');
    await press('Shift+U');
    await eventCount(7);
    await shows('.beside', 'yes');
  });

  it('has it all back after a reload, and in a label file that another database reads', async () => {
    const { window } = bench;
    await window.reload();
    page = await transcriptPage(window);
    await shows('.passages', 'theft, "quoted" <b>');
    await shows('.beside', 'misaligned');
    await shows('.beside', 'yes');
    await shows('.person .confidence', 'low confidence');
    const marked = await page.evaluate<string>(`String([...(CSS.highlights.get('passage') ?? [])][0])`);
    assert.equal(marked, 'Take the money from the drawer. Nobody counts it.');

    const file = join(bench.workspace, 'kim.labels.jsonl');
    await bench.execute('transcriptAuditor.exportLabels', { path: file });
    const before = events();
    await bench.execute('transcriptAuditor.newDatabase', { path: join(bench.workspace, 'second.db') });
    database = join(bench.workspace, 'second.db');
    await bench.execute('transcriptAuditor.importLabels', { paths: [file] });
    assert.deepEqual(events(), before);
    assert.equal(readFileSync(file, 'utf8').match(/^\{"event":/gm)?.length, 7);
  });
});
