// Scores edited in copies of Inspect logs: everything else stays to the byte, and what was edited is by Inspect's rules.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import fc from 'fast-check';
import type { ImportedTranscript } from '../../../src/core/imported.ts';
import type { ScoreEdit } from '../../../src/exporters/inspect/editScore.ts';
import { writeExport } from '../../../src/exporters/writeExport.ts';
import { inspectEval } from '../../../src/importers/inspect/inspectEval.ts';
import { inspectJson } from '../../../src/importers/inspect/inspectJson.ts';
import { editedEvalLog, editedJsonLog } from '../../../src/worker/exports/inspectLog.ts';
import { awkwardKey, awkwardName, awkwardText } from '../../support/roundTrips/awkwardTexts.ts';
import { exactText, parseExact, type Exact } from '../../support/roundTrips/exactJson.ts';
import {
  anyEvalOptions,
  anyLog,
  evalArchive,
  jsonStretches,
  SCORERS,
  type AnyLog,
} from '../../support/roundTrips/inspectLogs.ts';
import { editedByRules, faultsOfHistory, membersOf } from '../../support/roundTrips/inspectRules.ts';
import { readAll, temporaryFolder } from '../importers/readAll.ts';

const signal = new AbortController().signal;

const anyEdit: fc.Arbitrary<ScoreEdit> = fc
  .record({
    scorer: fc.constantFrom(...SCORERS),
    value: fc.oneof(
      fc.constantFrom<ScoreEdit['value']>('C', 'I', 'misaligned', 'aligned', 'N', true, false, 0, 1, 0.25),
      awkwardText.filter((text) => text !== 'UNCHANGED'),
    ),
    explanation: fc.option(
      awkwardText.filter((text) => text !== 'UNCHANGED'),
      { nil: undefined },
    ),
    author: awkwardName,
    time: fc
      .date({ min: new Date('2024-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    metadata: fc.dictionary(awkwardKey, awkwardText, { maxKeys: 2, noNullPrototype: true }),
  })
  .map(({ explanation, ...edit }) => ({
    ...edit,
    reason: 'labelled by hand',
    ...(explanation === undefined ? {} : { explanation }),
  }));

/** For each round which samples are edited (by their place, from 0) and how. */
const anyRounds = fc
  .array(
    fc.dictionary(fc.constantFrom('0', '1', '2', '3', '4'), anyEdit, { maxKeys: 4, noNullPrototype: true }),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((rounds) =>
    rounds.map((edits, round) =>
      // Each round is of a later day, so that no edit is by chance the one before.
      Object.fromEntries(
        Object.entries(edits).map(([place, edit]) => [
          place,
          { ...edit, time: edit.time.replace(/^\d{4}/, String(2030 + round)) },
        ]),
      ),
    ),
  );
type Edits = Readonly<Record<string, ScoreEdit>>;

const editAt =
  (edits: Edits) =>
  (row: number): ScoreEdit | undefined =>
    Object.hasOwn(edits, String(row - 1)) ? edits[String(row - 1)] : undefined;

/** The sample with the edit by the rules, as it is read back. */
function byRules(text: string, edit: ScoreEdit): ReadonlyMap<string, Exact> {
  return editedByRules(membersOf(parseExact(text).value) ?? assert.fail(), edit);
}

/** Walks through what was written: stretches as they were, edited samples by the rules. Answers with the stretches of it. */
function checkStretches(written: string, stretches: readonly string[], edits: Edits): readonly string[] {
  let at = 0;
  const found = stretches.map((stretch, index) => {
    const edit = index % 2 === 1 ? editAt(edits)((index + 1) / 2) : undefined;
    if (edit === undefined) {
      const same = written.slice(at, at + stretch.length);
      assert.equal(same, stretch, `stretch ${index} is as it was`);
      at += stretch.length;
      return same;
    }
    const { value, end } = parseExact(written, at);
    assert.deepEqual(value, byRules(stretch, edit));
    const text = written.slice(at, end);
    at = end;
    return text;
  });
  assert.equal(at, written.length, 'nothing stands behind');
  return found;
}

function checkHistories(written: string): void {
  const samples = membersOf(parseExact(written).value)?.get('samples');
  for (const one of Array.isArray(samples) ? (samples as readonly Exact[]) : []) {
    for (const [name, score] of membersOf(membersOf(one)?.get('scores')) ?? []) {
      const members = membersOf(score);
      if (members !== undefined) assert.deepEqual(faultsOfHistory(members), [], name);
    }
  }
}

/** What a transcript is but for its judgments. */
const without = ({ judgments: _, line: __, ...rest }: ImportedTranscript) => rest;

/** What the importer makes of it: the texts as before, and of each edited score the first state and the edit last. */
function checkImported(
  before: readonly ImportedTranscript[],
  after: readonly ImportedTranscript[],
  edits: Edits,
): void {
  assert.deepEqual(after.map(without), before.map(without));
  after.forEach((transcript, index) => {
    const old = before[index] ?? assert.fail();
    const edit = editAt(edits)(transcript.row);
    if (edit === undefined) {
      assert.deepEqual(transcript.judgments, old.judgments);
      return;
    }
    // A score of several dimensions becomes one value: the dimensions' metrics keep what was said before.
    const others = (list: ImportedTranscript['judgments']) =>
      list.filter(({ metric }) => metric !== edit.scorer && !metric.startsWith(`${edit.scorer}.`));
    assert.deepEqual(others(transcript.judgments), others(old.judgments));
    const said = transcript.judgments.filter(({ metric }) => metric === edit.scorer);
    const last = said.at(-1);
    assert.equal(last?.judge.name, `${edit.author} (edit)`);
    const rationale = last.rationale ?? '';
    assert.ok(rationale.startsWith(edit.reason), rationale);
    assert.ok(rationale.endsWith(edit.explanation ?? ''), rationale);
    const was = old.judgments.filter(({ metric }) => metric === edit.scorer);
    assert.deepEqual(
      said.slice(0, was.length).map(({ judge, value }) => [judge, value]),
      was.map(({ judge, value }) => [judge, value]),
      'what was said before stands before the edit',
    );
  });
}

async function writeEdited(
  from: string,
  to: string,
  edits: Edits,
  kind: 'json' | 'eval',
): Promise<{ readonly text: string; readonly count: number }> {
  const write = kind === 'json' ? editedJsonLog : editedEvalLog;
  const { count } = await writeExport(to, write(from, editAt(edits), signal));
  return { text: await readFile(to, 'utf8'), count };
}

const within = (edits: Edits, log: AnyLog): number =>
  Object.keys(edits).filter((place) => Number(place) < log.samples.length).length;

async function room(t: TestContext): Promise<(name: string) => string> {
  const folder = await temporaryFolder(t);
  return (name) => join(folder, name);
}

describe('a JSON log with edited scores', () => {
  it('has every other byte as it was, and edits of edits by Inspect’s rules, whatever is in it', async (t) => {
    const path = await room(t);
    await fc.assert(
      fc.asyncProperty(anyLog, anyRounds, async (log, rounds) => {
        let stretches = jsonStretches(log);
        await writeFile(path('0.json'), stretches.join(''));
        for (const [round, edits] of rounds.entries()) {
          const [from, to] = [path(`${round}.json`), path(`${round + 1}.json`)];
          const { text, count } = await writeEdited(from, to, edits, 'json');
          const [before, after] = await Promise.all([readAll(inspectJson, from), readAll(inspectJson, to)]);
          assert.equal(count, within(edits, log));
          stretches = checkStretches(text, stretches, edits);
          checkImported(before.transcripts, after.transcripts, edits);
          assert.deepEqual(
            after.problems.map(({ reason }) => reason),
            before.problems.map(({ reason }) => reason),
          );
          const again = await writeEdited(to, path('again.json'), edits, 'json');
          assert.deepEqual([again.count, again.text], [0, text], 'the same edits again change nothing');
        }
        checkHistories(stretches.join(''));
      }),
      { numRuns: 150 },
    );
  });
});

describe('an .eval log with edited scores', () => {
  it('is the same log as JSON, however it was packed', async (t) => {
    const path = await room(t);
    await fc.assert(
      fc.asyncProperty(anyLog, anyEvalOptions, anyRounds, async (log, options, [edits = {}]) => {
        const { bytes, header, texts } = evalArchive(log, options);
        await writeFile(path('log.eval'), bytes);
        const { text, count } = await writeEdited(path('log.eval'), path('log.json'), edits, 'eval');
        assert.equal(count, within(edits, log));
        const written = membersOf(parseExact(text).value) ?? assert.fail();
        for (const [name, value] of membersOf(parseExact(header).value) ?? []) {
          assert.deepEqual(written.get(name), value, `${name} of the header`);
        }
        const reductions =
          log.reductions === undefined ? undefined : parseExact(exactText(log.reductions)).value;
        assert.deepEqual(written.get('reductions'), reductions);
        const expected = texts.map((sample, index) => {
          const edit = editAt(edits)(index + 1);
          if (edit === undefined) assert.ok(text.includes(sample), `sample ${index} to the byte`);
          return edit === undefined ? parseExact(sample).value : byRules(sample, edit);
        });
        assert.deepEqual(written.get('samples'), expected);
        checkHistories(text);
        const [before, after] = await Promise.all([
          readAll(inspectEval, path('log.eval')),
          readAll(inspectJson, path('log.json')),
        ]);
        checkImported(before.transcripts, after.transcripts, edits);
      }),
      { numRuns: 100 },
    );
  });
});
