import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { ImportedTranscript, RunFact } from '../../../src/core/imported.ts';
import { promptfooResults } from '../../../src/importers/promptfooResults.ts';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { fixture, readAll, temporaryFile, valueText } from './readAll.ts';

const results = fixture('promptfoo/results.json');

async function found(model: string, condition: string, probe: RegExp): Promise<ImportedTranscript> {
  const { transcripts } = await readAll(promptfooResults, results);
  const [one, ...others] = transcripts.filter(
    (transcript) =>
      transcript.model === model && transcript.condition === condition && probe.test(transcript.probe),
  );
  assert.ok(one !== undefined && others.length === 0);
  return one;
}

test('a result is a transcript of its provider, prompt and test, as the tool itself wrote it', async () => {
  const { recognition } = await recogniseFile(results);
  assert.equal(recognition.kind === 'transcripts' && recognition.description, 'promptfoo results');
  const { transcripts, problems } = await readAll(promptfooResults, results);
  assert.equal(transcripts.length, 12);
  assert.deepEqual([...new Set(transcripts.map(({ model }) => model))].sort(), ['loud-model', 'quiet-model']);
  assert.deepEqual([...new Set(transcripts.map(({ probe }) => probe))].sort(), [
    'topic: bread',
    'topic: lamp',
    'why there are tides',
  ]);
  const chat = await found('quiet-model', 'with a system prompt', /tides/);
  assert.deepEqual(
    chat.turns.map(({ role, raw }) => [role, raw]),
    [
      ['system', 'Be brief.'],
      ['user', 'What is behind the tides?'],
      ['assistant', 'Mostly the Moon, helped by the Sun.'],
    ],
  );
  assert.equal(chat.metadata?.['vars.topic'], 'tides');
  assert.deepEqual(
    problems.map(({ severity, reason }) => [severity, reason]),
    [
      ['warning', 'There is no answer: the endpoint was overloaded'],
      ['warning', 'There is no answer: the endpoint was overloaded'],
    ],
  );
});

test('assertions are judgments with their reasons: passes as such, graded ones by their score', async () => {
  const tides = await found('quiet-model', 'with a system prompt', /tides/);
  assert.deepEqual(
    tides.judgments.map(({ metric, judge }) => [metric, judge.name, valueText(tides, metric)]),
    [
      ['pass', 'promptfoo', 'true'],
      ['names the cause', 'icontains', 'true'],
      ['rubric', 'llm-rubric', '0.9'],
    ],
  );
  assert.equal(tides.judgments[2]?.rationale, 'It names the cause.');
  // Members of a set count once, although the file has them within the set and after it.
  const lamp = await found('quiet-model', 'plain', /lamp/);
  assert.deepEqual(
    lamp.judgments.map(({ metric }) => [metric, valueText(lamp, metric)]),
    [
      ['pass', 'false'],
      ['refusal', 'false'],
      ['contains: wire', 'false'],
      ['javascript: output.length > 5 ? 0.5 : 0', '0.5'],
    ],
  );
  const broken = await found('loud-model', 'plain', /lamp/);
  assert.equal(valueText(broken, 'pass'), 'missing: provider-error');
  assert.equal(broken.turns.at(-1)?.role, 'user');
});

test('ratings by hand are labels, and the assertions’ own verdict is told beside them', async () => {
  const { transcripts } = await readAll(promptfooResults, results);
  const rated = transcripts.filter(({ labels }) => labels !== undefined);
  const said = rated.map((transcript) => [
    transcript.probe,
    transcript.labels?.[0]?.answer,
    transcript.labels?.[0]?.note,
    valueText(transcript, 'pass'),
  ]);
  assert.deepEqual(
    said.sort(([a, b], [c, d]) => `${a}${b}`.localeCompare(`${c}${d}`)),
    [
      ['topic: bread', 'pass', 'The answer names yeast; only its capital letter differs.', 'false'],
      ['why there are tides', 'fail', 'Shouting.', 'true'],
      ['why there are tides', 'pass', undefined, 'true'],
    ],
  );
  const [label] = rated[0]?.labels ?? [];
  assert.deepEqual([label?.annotator, label?.part], ['promptfoo rating', 'answer']);
  assert.ok(rated.every(({ judgments }) => judgments.every(({ metric }) => metric !== 'human')));
});

test('what the document reports of itself are facts of the run', async () => {
  const facts: RunFact[] = [];
  const { signal } = new AbortController();
  for await (const items of promptfooResults.read({ path: results, signal, onBytes: () => undefined }))
    for (const item of items) if (item.kind === 'fact') facts.push(item.fact);
  const value = (name: string): unknown => facts.find((fact) => fact.name === name)?.value;
  assert.equal(value('tool'), 'promptfoo 0.123.1');
  assert.equal(value('reportedTranscripts'), 12);
  const metrics = value('reportedMetrics');
  assert.ok(Array.isArray(metrics));
  assert.deepEqual(
    metrics.find(
      (metric: { metric: string; scorer: string }) =>
        metric.metric === 'rubric' && metric.scorer === 'quiet-model / plain',
    ),
    {
      scorer: 'quiet-model / plain',
      metric: 'rubric',
      value: 0.9,
    },
  );
});

test('results a line each, and documents of older versions, are read alike', async (t) => {
  const document = JSON.parse(await readFile(results, 'utf8')) as { results: { results: unknown[] } };
  const lines = document.results.results.map((result) => JSON.stringify(result)).join('\n');
  const byLine = await readAll(promptfooResults, await temporaryFile(t, 'lines.jsonl', lines));
  const whole = await readAll(promptfooResults, results, { suite: 'lines' });
  assert.deepEqual(
    byLine.transcripts.map(({ turns, judgments }) => [turns, judgments]),
    whole.transcripts.map(({ turns, judgments }) => [turns, judgments]),
  );
  const old = {
    version: 2,
    results: {
      version: 2,
      results: [
        {
          provider: { id: 'openai:model-one' },
          prompt: { raw: 'Why?', display: 'Why?' },
          vars: {},
          response: { output: { because: 1 } },
          success: false,
          gradingResult: {
            pass: false,
            score: 0,
            reason: 'no',
            componentResults: [
              {
                pass: false,
                score: 0,
                reason: 'set',
                componentResults: [{ pass: false, score: 0, assertion: { type: 'equals', value: 'x' } }],
              },
            ],
          },
        },
      ],
      stats: { successes: 0, failures: 1 },
    },
  };
  const path = await temporaryFile(t, 'old.json', JSON.stringify(old));
  const { transcripts } = await readAll(promptfooResults, path);
  assert.equal(transcripts[0]?.model, 'openai:model-one');
  assert.equal(transcripts[0].turns[1]?.raw, '{\n  "because": 1\n}');
  assert.deepEqual(
    transcripts[0].judgments.map(({ metric }) => metric),
    ['pass', 'equals: x'],
  );
});

test('documents with results of another kind are not taken for it', async (t) => {
  const path = await temporaryFile(t, 'x.json', '{"results": {"version": 3, "arc_easy": {"acc": 0.3}}}');
  const { recognition } = await recogniseFile(path);
  assert.notEqual(recognition.kind === 'transcripts' && recognition.importer, 'promptfooResults');
});

test('why an answer ended stays with it, so that cut ones are found', async (t) => {
  const result = {
    id: 'r1',
    prompt: { raw: 'Say a', label: 'p' },
    provider: { id: 'm' },
    response: { output: 'a and', finishReason: 'length' },
    testCase: { vars: {} },
    testIdx: 0,
    success: true,
    score: 1,
    gradingResult: { pass: true, score: 1, reason: '', componentResults: [] },
  };
  const document = { evalId: 'e', results: { version: 3, results: [result] }, config: {} };
  const path = await temporaryFile(t, 'r.json', JSON.stringify(document));
  const { transcripts } = await readAll(promptfooResults, path);
  assert.equal(transcripts[0]?.metadata?.['finishReason'], 'length');
});
