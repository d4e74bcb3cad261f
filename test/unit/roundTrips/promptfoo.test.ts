// Results of promptfoo rated by hand in a copy: everything else stays to the byte, and the ratings are read back.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { ImportedTranscript } from '../../../src/core/imported.ts';
import type { HumanRating } from '../../../src/exporters/promptfoo/rateByHand.ts';
import { writeExport } from '../../../src/exporters/writeExport.ts';
import { promptfooResults } from '../../../src/importers/promptfooResults.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { ratedResults } from '../../../src/worker/exports/promptfooResults.ts';
import { awkwardText } from '../../support/roundTrips/awkwardTexts.ts';
import { exactly, parseExact, type Exact } from '../../support/roundTrips/exactJson.ts';
import { membersOf } from '../../support/roundTrips/inspectRules.ts';
import { anyResults, resultStretches, rowsOf } from '../../support/roundTrips/promptfooFiles.ts';
import { readAll, temporaryFolder } from '../importers/readAll.ts';

const signal = new AbortController().signal;
type Ratings = Readonly<Record<string, HumanRating>>;

const anyRating: fc.Arbitrary<HumanRating> = fc.record({
  pass: fc.boolean(),
  score: fc.constantFrom(0, 1, 0.5, 0.1),
  reason: awkwardText,
  comment: awkwardText,
});
const anyRatings = fc.dictionary(fc.constantFrom('0', '1', '2', '3', '4'), anyRating, {
  noNullPrototype: true,
});

/** What the tool's own pages make of a result, from what they sent in the fixture and its code for ratings. */
function ratedByRules(text: string, rating: HumanRating): ReadonlyMap<string, Exact> {
  const result = membersOf(parseExact(text).value) ?? assert.fail();
  const grading = membersOf(result.get('gradingResult')) ?? new Map<string, Exact>();
  const components = (grading.get('componentResults') ?? []) as readonly Exact[];
  const others = components.filter((component) => {
    const assertion = membersOf(membersOf(component)?.get('assertion'));
    return assertion?.get('type') !== 'human';
  });
  const { pass, score, reason, comment } = rating;
  const verdict = exactly({ pass, score, reason }) as ReadonlyMap<string, Exact>;
  const human = exactly({ pass, score, reason, comment, assertion: { type: 'human' } });
  return new Map<string, Exact>([
    ...result,
    ['success', pass],
    ['score', exactly(score)],
    [
      'gradingResult',
      new Map<string, Exact>([
        ...grading,
        ...verdict,
        ...(comment === '' ? [] : [['comment', comment] as const]),
        ['componentResults', [...others, human]],
      ]),
    ],
  ]);
}

/** What it is but for what people and the whole said of it. */
function assertionsOf({ judgments, labels: _, line: __, ...rest }: ImportedTranscript): unknown {
  return { ...rest, judgments: judgments.filter(({ metric }) => metric !== 'pass') };
}

describe('results of promptfoo rated by hand', () => {
  it('have every other byte as it was, and the ratings are read back as labels, in both forms', async (t) => {
    const folder = await temporaryFolder(t);
    const path = (round: number | string): string => join(folder, `${round}.json`);
    await fc.assert(
      fc.asyncProperty(
        anyResults,
        fc.array(anyRatings, { minLength: 1, maxLength: 2 }),
        async (file, rounds) => {
          const rows = rowsOf(file);
          let stretches = resultStretches(file);
          await writeFile(path(0), stretches.join(''));
          for (const [round, ratings] of rounds.entries()) {
            const [from, to] = [path(round), path(round + 1)];
            const write = (source: string, target: string) =>
              writeExport(
                target,
                ratedResults(source, (row) => ratings[String(rows.indexOf(row))], signal),
              );
            const { count } = await write(from, to);
            const text = await readFile(to, 'utf8');
            let at = 0;
            let changed = 0;
            stretches = stretches.map((stretch, index) => {
              const rating = index % 2 === 1 ? ratings[String((index - 1) / 2)] : undefined;
              const start = at;
              if (rating === undefined) at += stretch.length;
              else {
                const { value, end } = parseExact(text, at);
                at = end;
                if (text.slice(start, end) !== stretch) changed++;
                const rated = ratedByRules(stretch, rating);
                assert.deepEqual(value, rated);
                return text.slice(start, end);
              }
              assert.equal(text.slice(start, at), stretch);
              return stretch;
            });
            assert.equal(at, text.length);
            assert.equal(count, changed, 'as many as were changed');
            await checkImported(from, to, rows, ratings);
            const again = await write(to, path('again'));
            assert.deepEqual([again.count, await readFile(path('again'), 'utf8')], [0, text]);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  async function checkImported(
    from: string,
    to: string,
    rows: readonly number[],
    ratings: Ratings,
  ): Promise<void> {
    const { recognition } = await recogniseFile(to);
    assert.equal(recognition.kind === 'transcripts' && recognition.importer, 'promptfooResults');
    const [before, after] = await Promise.all([
      readAll(promptfooResults, from, { suite: 's' }),
      readAll(promptfooResults, to, { suite: 's' }),
    ]);
    assert.deepEqual(after.transcripts.map(assertionsOf), before.transcripts.map(assertionsOf));
    after.transcripts.forEach((transcript, index) => {
      const rating = ratings[String(rows.indexOf(transcript.row))];
      if (rating === undefined) {
        const said = ({ labels }: ImportedTranscript) => labels?.map(({ source: _, ...label }) => label);
        assert.deepEqual(said(transcript), said(before.transcripts[index] ?? assert.fail()));
        return;
      }
      const { pass, score, comment } = rating;
      assert.deepEqual(
        transcript.labels?.map(({ annotator, answer, scores, note }) => ({
          annotator,
          answer,
          scores,
          note,
        })),
        [
          {
            annotator: 'promptfoo rating',
            answer: pass ? 'pass' : 'fail',
            scores: score > 0 && score < 1 ? { score } : undefined,
            note: comment === '' ? undefined : comment,
          },
        ],
      );
    });
  }

  it('of thousands, with one answer of megabytes, are each where they belong', async (t) => {
    const folder = await temporaryFolder(t);
    const result = (index: number, output: string): string =>
      JSON.stringify({
        promptIdx: 0,
        testIdx: index,
        prompt: { raw: 'x', label: 'x' },
        provider: 'p',
        response: { output },
        testCase: {},
      });
    const texts = Array.from({ length: 3_000 }, (_, index) =>
      result(index, index === 7 ? '“long”\n'.repeat(600_000) : `answer ${index}`),
    );
    const rating = (row: number): HumanRating | undefined =>
      row % 5 === 0 || row === 8
        ? { pass: row % 2 === 0, score: 1, reason: 'kim', comment: String(row) }
        : undefined;
    for (const [name, text] of [
      ['lines.jsonl', texts.join('\n')],
      ['document.json', `{"results":{"version":3,"prompts":[],"results":[${texts.join(',')}]}}`],
    ] as const) {
      await writeFile(join(folder, name), text);
      const to = join(folder, `rated-${name}`);
      assert.equal((await writeExport(to, ratedResults(join(folder, name), rating, signal))).count, 601);
      const { transcripts, problems } = await readAll(promptfooResults, to);
      assert.deepEqual(problems, []);
      assert.deepEqual(
        transcripts.map(({ labels }) => labels?.[0]?.note),
        texts.map((_, index) => (rating(index + 1) === undefined ? undefined : String(index + 1))),
      );
      assert.ok(transcripts[7]?.turns.at(-1)?.raw === '“long”\n'.repeat(600_000));
    }
  });

  it('of a compressed file are refused', async (t) => {
    const folder = await temporaryFolder(t);
    const line = JSON.stringify({
      promptIdx: 0,
      provider: 'p',
      prompt: 'x',
      response: { output: 'y' },
      testCase: {},
    });
    await writeFile(join(folder, 'lines.jsonl.gz'), gzipSync(`${line}\n`));
    const rating = () => ({ pass: true, score: 1, reason: 'kim', comment: '' });
    const chunks = ratedResults(join(folder, 'lines.jsonl.gz'), rating, signal);
    await assert.rejects(writeExport(join(folder, 'out'), chunks), {
      kind: 'bad-input',
      message: /compressed/,
    });
  });
});
