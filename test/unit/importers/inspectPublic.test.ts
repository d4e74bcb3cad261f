import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ImportedTranscript } from '../../../src/core/imported.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { readLog } from './readInspect.ts';

const DATA = fileURLToPath(new URL('../../../../shared/data/inspect_ai/', import.meta.url));
const skip = existsSync(DATA) ? false : 'the public logs are not here';

/** Accuracy or mean and its standard error as Inspect works them out: epochs reduced by their mean, sd over root n. */
function figures(
  transcripts: readonly ImportedTranscript[],
  metric: string,
): { value: number; stderr: number } {
  const bySample = new Map<string, number[]>();
  for (const { probe, judgments } of transcripts) {
    const value = judgments.find((judgment) => judgment.metric === metric)?.value;
    if (value?.kind === 'number') bySample.set(probe, [...(bySample.get(probe) ?? []), value.number]);
  }
  const means = [...bySample.values()].map((values) => values.reduce((a, b) => a + b, 0) / values.length);
  const n = means.length;
  const value = means.reduce((a, b) => a + b, 0) / n;
  const variance = means.reduce((sum, mean) => sum + (mean - value) ** 2, 0) / (n - 1);
  return { value, stderr: n > 1 ? Math.sqrt(variance / n) : 0 };
}

test(
  'every public log is read or refused, counts and metrics being those of its header',
  { skip },
  async () => {
    let transcripts = 0;
    for (const name of readdirSync(DATA)) {
      const { recognition } = await recogniseFile(DATA + name);
      if (name.includes('log_invalid')) {
        assert.match(
          recognition.kind === 'refused' ? recognition.reason : '',
          /^It is JSON that ends in the middle/,
        );
        continue;
      }
      const log = await readLog(DATA + name);
      transcripts += log.transcripts.length;
      const missing = /no-samples|tool_call_error/.test(name);
      const reported = log.facts.get('reportedTranscripts');
      if (reported !== undefined && !missing) assert.equal(log.transcripts.length, reported, name);
      assert.equal(log.problems.length, missing || name.includes('version_3') ? 1 : 0, name);
      const bytes = await readFile(DATA + name);
      assert.equal(log.sha256, createHash('sha256').update(bytes).digest('hex'), name);
      if (missing || log.transcripts.length === 0) continue;
      for (const figure of log.facts.get('reportedMetrics') as {
        scorer: string;
        value: number;
        stderr: number;
      }[]) {
        const found = figures(log.transcripts, figure.scorer);
        assert.ok(
          Math.abs(found.value - figure.value) < 1e-12,
          `${name}: ${found.value} for ${figure.value}`,
        );
        assert.ok(
          Math.abs(found.stderr - figure.stderr) < 1e-12,
          `${name}: ${found.stderr} for ${figure.stderr}`,
        );
      }
    }
    assert.equal(transcripts, 264);
  },
);

test(
  'the published figures come out of the samples: .83 ± .03775, .63 ± .04852, .80 ± .13333',
  { skip },
  async () => {
    const names = readdirSync(DATA);
    for (const [part, metric, n, value, stderr] of [
      ['scout__2025-09-23T08-09-58-04-00_theory-of-mind', 'model_graded_fact', 100, 0.83, 0.03775],
      ['scout__2025-09-23T08-09-58-04-00_popularity', 'match', 100, 0.63, 0.04852],
      ['scorer__logs__2025-02-11T15-18-04-05-00_popularity', 'match', 10, 0.8, 0.13333],
    ] as const) {
      const { transcripts } = await readLog(DATA + (names.find((name) => name.startsWith(part)) ?? ''));
      const found = figures(transcripts, metric);
      assert.equal(transcripts.length, n);
      assert.ok(Math.abs(found.value - value) < 1e-9);
      assert.ok(Math.abs(found.stderr - stderr) < 1e-5);
    }
  },
);

test('a chunked log gives the transcripts of the log it was made from', { skip }, async () => {
  const chunked = readdirSync(DATA).filter((name) => name.startsWith('ts-mono__chunked__'));
  assert.equal(chunked.length, 4);
  for (const name of chunked) {
    const ours = (await readLog(DATA + name)).transcripts;
    const original = (await readLog(DATA + name.replace('chunked', 'original'))).transcripts;
    const facts = (all: readonly ImportedTranscript[]): unknown[] =>
      all
        .map(({ row: _row, line: _line, turns, judgments, ...rest }) => ({
          ...rest,
          turns: turns.map(({ provenance: _, ...turn }) => turn),
          judgments: judgments.map(({ raw: _, ...judgment }) => judgment),
        }))
        .sort((a, b) => a.probe.localeCompare(b.probe) || (a.sample ?? 0) - (b.sample ?? 0));
    assert.deepEqual(facts(ours), facts(original), name);
  }
});

test(
  'graders’ models and prompts are those of the log, and tools’ errors keep their kind',
  { skip },
  async () => {
    const names = readdirSync(DATA);
    const graded =
      names.find((name) => name.startsWith('scout__2025-09-23T08-09-58-04-00_theory-of-mind')) ?? '';
    const [first] = (await readLog(DATA + graded)).transcripts;
    assert.equal(first?.judgments[0]?.judge.model, 'gpt-4o-mini-2024-07-18');
    assert.match(first.judgments[0].rationale ?? '', /GRADE: C$/);
    const tools = await readLog(`${DATA}log__test_eval_log__log_tool_call_error.json`);
    const errors = tools.transcripts[0]?.turns.flatMap(({ parts }) =>
      parts.map((part) => (part.kind === 'tool-result' ? part.error?.type : 'none')),
    );
    assert.equal(errors?.length, 11);
    assert.deepEqual(new Set(errors).size, 10);
  },
);
