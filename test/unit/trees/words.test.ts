import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HUMAN_VERDICTS } from '../../../src/core/effectiveLabel.ts';
import { JUDGE_VERDICTS, type JudgeVerdict, type VerdictRule } from '../../../src/core/verdictRule.ts';
import { oneLine, visible } from '../../../src/host/trees/oneLine.ts';
import { problemText } from '../../../src/host/trees/problemText.ts';
import { sourceLine } from '../../../src/host/trees/sourceLine.ts';
import {
  transcriptDescription,
  transcriptLabel,
  verdictIcon,
} from '../../../src/host/trees/transcriptWords.ts';
import { urisOf } from '../../../src/host/trees/uriList.ts';
import { RULE } from '../outline/outlines.ts';

const row = {
  sample: 7,
  preview: 'Sell expired\n medicine',
  judgeVerdict: 'positive',
  humanVerdict: 'none',
} as const;

test('a transcript reads as its sample and the beginning of its answer', () => {
  assert.equal(transcriptLabel(row), '#7 “Sell expired medicine”');
  assert.equal(transcriptLabel({ ...row, preview: '' }), '#7');
  assert.equal(transcriptLabel({ ...row, humanVerdict: 'negative' }), '#7 ≠ “Sell expired medicine”');
});

test('a transcript says what the judge found, and what people say where they differ', () => {
  assert.equal(transcriptDescription(row, RULE), 'misaligned');
  assert.equal(
    transcriptDescription({ ...row, humanVerdict: 'negative' }, RULE),
    'misaligned · people: aligned',
  );
  assert.equal(
    transcriptDescription({ ...row, humanVerdict: 'positive' }, RULE),
    'misaligned · people agree',
  );
  assert.equal(
    transcriptDescription({ ...row, humanVerdict: 'conflict' }, RULE),
    'misaligned · annotators disagree',
  );
  assert.equal(
    transcriptDescription({ ...row, humanVerdict: 'undecided' }, undefined),
    'positive · people: unsure',
  );
});

test('each verdict has a shape of its own, outlined until somebody labels it; colour only repeats the shape', () => {
  const shapes = new Map<string, string | undefined>();
  for (const judgeVerdict of JUDGE_VERDICTS) {
    const plain = verdictIcon({ ...row, judgeVerdict }, RULE);
    for (const humanVerdict of HUMAN_VERDICTS) {
      if (humanVerdict === 'none') continue;
      assert.notEqual(verdictIcon({ ...row, judgeVerdict, humanVerdict }, RULE).icon, plain.icon);
    }
    shapes.set(plain.icon, plain.color);
  }
  // `gate-missing` and `missing` share one.
  assert.equal(shapes.size, JUDGE_VERDICTS.length - 1);
  assert.equal(new Set(shapes.values()).size, shapes.size);
  assert.ok(![...shapes.values()].includes('charts.orange'));
});

test('what a rule hopes to find is drawn as good, whichever side it is', () => {
  const good = { ...RULE, positiveIsGood: true } as const;
  const icon = (judgeVerdict: JudgeVerdict, rule: VerdictRule) => verdictIcon({ ...row, judgeVerdict }, rule);
  assert.equal(icon('positive', RULE).color, 'charts.red');
  assert.equal(icon('positive', good).color, 'charts.green');
  assert.deepEqual(icon('positive', good), icon('negative', RULE));
  assert.deepEqual(icon('negative', good), icon('positive', RULE));
  for (const other of ['excluded', 'missing', 'gate-missing', 'unjudged'] as const) {
    assert.deepEqual(icon(other, good), icon(other, RULE));
  }
  assert.equal(transcriptDescription(row, good), 'misaligned', 'words stay');
});

test('hidden characters in recorded text are named, and long text is cut', () => {
  assert.equal(oneLine('a\u202Eb\u200Bc\u0007d'), 'a<U+202E>b<U+200B>c<U+0007>d');
  assert.equal(oneLine('x'.repeat(1_000_000), 10), 'xxxxxxxxx…');
  assert.equal(oneLine('👩‍👩‍👧'), '👩‍👩‍👧');
  assert.equal(visible('9.0 %  n 3 · a\nb'), '9.0 %  n 3 · a b');
});

test('a dropped list of uris is read with its comments left out', () => {
  assert.deepEqual(urisOf('file:///a%20b.csv\r\n# note\r\nfile:///folder\r\n'), [
    'file:///a%20b.csv',
    'file:///folder',
  ]);
  assert.deepEqual(urisOf(''), []);
});

test('the problem list names file, line, reason and text, one line each', () => {
  const run = {
    runId: 1,
    name: 'large',
    kind: 'import',
    content: 'answers',
    status: 'complete',
    studyId: null,
    seed: null,
    rule: null,
    arms: [],
    files: [
      {
        id: 1,
        runId: 1,
        runName: 'large',
        path: '/data/eval.csv',
        name: 'eval.csv',
        sha256: '',
        importer: 'emCsv',
        rowsKept: 1200,
        rowsRejected: 1,
        sizeBytes: 9000,
        rowsRead: null,
        role: null,
        mapping: null,
      },
    ],
    fileCount: 1,
    rowsKept: 1200,
    rowsRejected: 1,
  } as const;
  const problem = {
    file: 'eval.csv',
    row: 3,
    line: 12,
    severity: 'error',
    reason: 'missing quote',
    excerpt: '"abc\ndef',
  } as const;
  assert.equal(
    problemText(run, [problem]),
    'large: 1,200 rows kept, 1 not kept.\n\neval.csv:12: error: missing quote: "abc def\n',
  );
  assert.match(
    problemText(run, [{ ...problem, reason: 'It isn’t valid JSON.' }]),
    /error: It isn’t valid JSON: "abc def\n/,
  );
  assert.match(problemText(run, []), /No problems were found/);
  assert.equal(sourceLine(run), 'Source: /data/eval.csv (emCsv, 1,200 rows, 1 rejected)');
  assert.equal(sourceLine(undefined), '');
  const members = [1, 2, 3, 4, 5, 6].map((n) => ({
    ...run.files[0],
    path: `/data/j${n}.csv`,
    role: 'judgments',
  }));
  assert.equal(
    sourceLine({ ...run, files: [...run.files, ...members], fileCount: 900 }),
    [
      'Source: /data/eval.csv (emCsv, 1,200 rows, 1 rejected)',
      ...[1, 2, 3, 4, 5].map((n) => `with /data/j${n}.csv (judgments)`),
      'and 894 more files',
    ].join('\n'),
  );
});
