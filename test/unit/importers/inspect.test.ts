import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { textOf } from '../../../src/core/transcript.ts';
import { judgeVerdict } from '../../../src/core/verdictRule.ts';
import { readFileHead } from '../../../src/importers/fileHead.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { importerById } from '../../../src/importers/registry.ts';
import { rereadParts } from '../../../src/importers/rereadTurn.ts';
import { zipFile, type ZipPart } from '../../support/zipFile.ts';
import { fixture, temporaryFile, valueText } from './readAll.ts';
import { readLog } from './readInspect.ts';

test('scores of every form are judgments, edits beside the original with the current one last', async () => {
  const { transcripts, problems, facts } = await readLog(fixture('inspect/everything.json'));
  const [edited, dialogue, failed, last] = transcripts;
  assert.ok(edited !== undefined && dialogue !== undefined && failed !== undefined && last !== undefined);
  const lamp = edited.judgments.filter(({ metric }) => metric === 'lamp');
  assert.deepEqual(
    lamp.map(({ judge, value }) => [judge.name, value.kind === 'number' ? value.number : value]),
    [
      ['lamp', 0],
      ['ada (edit)', 0.5],
      ['ben (edit)', 1],
    ],
  );
  assert.equal(
    (JSON.parse(lamp[1]?.raw ?? '') as { answer: string }).answer,
    'of',
    'what an edit leaves unchanged',
  );
  assert.equal((JSON.parse(lamp[2]?.raw ?? '') as { history: unknown[] }).history.length, 3);
  assert.deepEqual([lamp[0]?.judge.model, lamp[0]?.judge.prompt], ['lab/grader', 'Is {answer} right?']);
  const values = [
    'tone.polite',
    'tone.brief',
    'tone.odd',
    'list.1',
    'list.2',
    'words',
    'number',
    'none',
    'class',
    'no',
  ];
  assert.deepEqual(
    values.map((metric) => valueText(edited, metric)),
    ['4', 'true', 'missing: unknown', '1', '0.25', 'true', '0.75', 'missing: unknown', 'sarcastic', '0'],
  );
  assert.equal(valueText(dialogue, 'lamp'), 'missing: truncated');
  assert.equal(valueText(failed, 'tone.polite'), 'missing: provider-error');
  assert.equal(valueText(last, 'lamp'), 'missing: unknown', 'a number that is none');
  assert.deepEqual(
    problems.map(({ row, severity, reason }) => [row, severity, reason]),
    [
      [2, 'warning', 'Sample 2: Message 7 has no role that is known; it was left out.'],
      [4, 'error', 'It has no id, so it is no sample.'],
      [0, 'warning', 'The log’s header counts 6 samples; 4 are in the file.'],
    ],
  );
  assert.deepEqual(facts.get('reportedMetrics'), [
    { scorer: 'lamp', metric: 'accuracy', value: 1, n: 1 },
    { scorer: 'tone.polite', metric: 'mean', value: 4 },
  ]);
  assert.equal(Object.getPrototypeOf(edited.metadata?.['metadata']), Object.prototype);
});

test('turns keep who wrote them, what is hidden, pictures, tools and how they were made', async () => {
  const { transcripts } = await readLog(fixture('inspect/everything.json'));
  const [edited, dialogue, failed, last] = transcripts;
  assert.deepEqual(
    edited?.turns.map(({ raw, author }) => [raw, author]),
    [
      ['Is the lamp on?', undefined],
      ['The lamp', 'prefill'],
      ['is off.', undefined],
    ],
  );
  assert.deepEqual(edited?.turns[2]?.provenance, {
    id: 'a1',
    source: 'generate',
    model: 'tiny-2',
    stop_reason: 'stop',
    usage: { input_tokens: 5, output_tokens: 2, total_tokens: 7 },
    time: 0.5,
    timestamp: '2026-01-01T00:00:00+00:00',
  });
  assert.equal(dialogue?.sample, 3);
  assert.equal(dialogue.prompt, 'Look:');
  assert.deepEqual(
    dialogue.turns.map(({ author }) => author),
    [undefined, undefined, 'authored', undefined, 'other-model-1', undefined],
  );
  const picture = dialogue.turns[1]?.parts[1];
  assert.ok(picture?.kind === 'image' && picture.source === 'data:image/png;base64,iVBORw0KGgo=');
  assert.match(dialogue.turns[1]?.raw ?? '', /attachment:\/\/pict/);
  const answer = dialogue.turns[4];
  assert.deepEqual(
    answer?.parts.map((part) => [
      part.kind,
      part.text,
      part.kind === 'reasoning' ? part.redacted : undefined,
    ]),
    [
      ['reasoning', 'Weighed both colours.', true],
      ['reasoning', '', true],
      ['reasoning', 'Blue it is.', undefined],
      ['tool-call', '{"query": "cats"}', undefined],
      ['tool-result', '', undefined],
      ['data', '{\n  "container": 7\n}', undefined],
      ['text', 'Blue.', undefined],
      ['tool-call', '{\n  "cmd": "ls"\n}', undefined],
    ],
  );
  assert.deepEqual(dialogue.turns[5]?.parts[0], {
    kind: 'tool-result',
    text: 'a.txt',
    callId: 't1',
    name: 'bash',
    error: { type: 'timeout', message: 'Too slow.' },
  });
  assert.deepEqual(
    failed?.turns.map(({ raw }) => raw),
    ['Never asked.'],
  );
  assert.equal(last?.turns[1] === undefined ? '' : textOf(last.turns[1], 'reasoning'), 'hm');
  for (const turn of transcripts.flatMap(({ turns }) => turns))
    assert.deepEqual(rereadParts(turn), turn.parts);
});

const HEADER = {
  version: 2,
  status: 'success',
  eval: { task: 'made', model: 'lab/tiny', dataset: { name: 'made', samples: 790 } },
  results: {
    total_samples: 790,
    completed_samples: 790,
    scores: [{ name: 'match', scorer: 'match', metrics: { accuracy: { value: 0.5 } } }],
  },
};

function sample(id: number | string, epoch = 1): string {
  const messages = [
    { role: 'user', content: `Question ${id}` },
    { role: 'assistant', content: `Answer ${id} ${'é'.repeat(500)}`, source: 'generate' },
  ];
  const scores = { match: { value: Number(id) % 2 === 0 ? 'C' : 'I' } };
  return JSON.stringify({ id, epoch, input: `Question ${id}`, target: '', messages, scores }, null, 2);
}

function samples(count: number, fields: Partial<ZipPart> = {}): ZipPart[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `samples/${index + 1}_epoch_1.json`,
    content: sample(index + 1),
    ...fields,
  }));
}

async function archive(t: TestContext, parts: readonly ZipPart[]): Promise<string> {
  return await temporaryFile(t, 'made.eval', zipFile(parts));
}

test('members of several zstd frames are read whole, the first sample in a batch of its own', async (t) => {
  const path = await archive(t, [
    ...samples(120, { method: 93, frames: 6 }),
    { name: 'header.json', content: JSON.stringify(HEADER), method: 93, frames: 3 },
  ]);
  const { transcripts, batches } = await readLog(path);
  assert.equal(transcripts.length, 120);
  assert.equal(batches[0], 1);
  assert.ok(transcripts.every(({ turns }) => turns[1]?.raw.endsWith('é'.repeat(500))));
});

test('a header that counts 790 samples where 15 are is a fact and a line among the problems', async (t) => {
  const path = await archive(t, [...samples(15), { name: 'header.json', content: JSON.stringify(HEADER) }]);
  const { transcripts, problems, facts } = await readLog(path);
  assert.equal(transcripts.length, 15);
  assert.equal(facts.get('reportedTranscripts'), 790);
  assert.deepEqual(
    problems.map(({ severity, reason }) => [severity, reason]),
    [['warning', 'The log’s header counts 790 samples; 15 are in the file.']],
  );
});

test('a log that crashed or still runs is read from its journal', async (t) => {
  const start = JSON.stringify({ version: 2, eval: HEADER.eval, plan: { name: 'plan', steps: [] } });
  const path = await archive(t, [
    { name: '_journal/start.json', content: start },
    ...samples(3),
    { name: '_journal/summaries/1.json', content: '[]' },
  ]);
  const { recognition } = await recogniseFile(path);
  assert.equal(
    recognition.kind === 'transcripts' && recognition.description,
    'Inspect log of made (lab/tiny, running or crashed)',
  );
  const { transcripts, problems, facts } = await readLog(path);
  assert.deepEqual([transcripts.length, problems.length, facts.get('status')], [3, 0, 'started']);
});

test('a sample that can’t be read is a problem and stops nothing; one written twice counts once', async (t) => {
  const path = await archive(t, [
    { name: 'samples/../../1_epoch_1.json', content: sample(99) },
    { name: 'samples/x_epoch_1.json', content: sample('x').slice(0, 100) },
    { name: 'samples/y_epoch_1.json', content: sample('y'), declaredBytes: 5 },
    { name: 'samples/a%2Fb_epoch_2.json', content: sample('first') },
    { name: 'samples/a%2Fb_epoch_2.json', content: sample('a/b', 2) },
    { name: 'samples/c_epoch_1/sample.json', content: '{"id":"c","epoch":1,"message_refs":[[0,1],[5,7]]}' },
    { name: 'samples/c_epoch_1/messages/0.json', content: '[{"role":"user","content":"attachment://3"}]' },
    { name: 'samples/c_epoch_1/messages/5.json', content: '[{"role":"assistant","content":"a"}]' },
    { name: 'samples/c_epoch_1/messages/6.json', content: '[{"role":"user","content":"b"}]' },
    { name: 'samples/c_epoch_1/attachments/2.json', content: '["two","three"]' },
    { name: 'header.json', content: JSON.stringify({ ...HEADER, results: null }) },
  ]);
  const { transcripts, problems } = await readLog(path);
  assert.deepEqual(
    transcripts.map(({ probe, sample: epoch, turns }) => [
      probe,
      epoch,
      turns.map(({ raw }) => raw[0]).join(''),
    ]),
    [
      ['a/b', 2, 'QA'],
      ['c', 1, 'tab'],
    ],
  );
  assert.equal(transcripts[1]?.turns[0]?.raw, 'three');
  assert.equal(problems.length, 2);
  assert.match(problems[0]?.reason ?? '', /^Sample x can’t be read: The document is never closed/);
  assert.match(problems[1]?.reason ?? '', /"samples\/y_epoch_1.json" is longer than the archive says/);
});

test('the rule is Inspect’s accuracy: full scores among what was scored', async () => {
  const reading = await readFileHead(fixture('inspect/everything.json'));
  assert.ok(reading.kind === 'text');
  const rule = importerById('inspectJson').defaultRule(reading.head);
  assert.equal(rule?.positiveIsGood, true);
  assert.ok(rule !== undefined);
  const verdicts = [1, 0.5, 0].map((number) => judgeVerdict(rule, () => ({ kind: 'number', number })));
  assert.deepEqual(verdicts, ['positive', 'negative', 'negative']);
  assert.equal(
    judgeVerdict(rule, () => ({ kind: 'boolean', boolean: true })),
    'positive',
  );
  assert.equal(
    judgeVerdict(rule, () => ({ kind: 'missing', reason: 'unknown' })),
    'missing',
  );
});

test('what only looks a little like a log isn’t taken for one', async (t) => {
  const kind = async (content: string): Promise<string> => {
    const { by } = await recogniseFile(await temporaryFile(t, 'a.json', content));
    return by ?? 'nobody';
  };
  assert.doesNotMatch(await kind('{"messages":[{"role":"user","content":"a"}],"eval":"x"}\n'), /inspect/);
  assert.doesNotMatch(await kind('{"samples":[{"id":1,"text":"a"}],"version":2}'), /inspect/);
  assert.doesNotMatch(await kind('{"version":1,"status":"ok"}'), /inspect/);
  assert.doesNotMatch(await kind('{"eval":{"task":"a"},"samples":[]}'), /inspect/);
  assert.match(await kind(JSON.stringify({ samples: [JSON.parse(sample(1))], ...HEADER })), /inspectJson/);
  const long = { ...(JSON.parse(sample(1)) as object), setup: 'x'.repeat(600_000) };
  assert.match(await kind(JSON.stringify({ samples: [long], ...HEADER })), /inspectJson/);
});
