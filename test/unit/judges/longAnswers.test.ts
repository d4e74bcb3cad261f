// Answers that a model looped on: a long run of one thing must not stop the thread that reads it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { editedDocument } from '../../../src/core/eval/documentEdit.ts';
import { PROPERTIES } from '../../../src/core/eval/properties.ts';
import { JUDGE_KINDS, type JudgeSpec } from '../../../src/core/eval/suite.ts';
import { trimEdges } from '../../../src/core/trimEdges.ts';
import { judgeKinds } from '../../../src/judges/registry.ts';
import { auditorMove } from '../../../src/probes/auditorPrompt.ts';
import { chosenOption, shownOptions } from '../../../src/probes/choiceOrder.ts';
import { cpuClock } from '../../support/cpuTime.ts';

const LENGTH = 150_000;
/** A quadratic reader takes over ten seconds for this length, a linear one some milliseconds. */
const LONGEST_MS = 2_000;
const UNITS = [
  ' ',
  '\n',
  '*',
  '`',
  '}',
  '.',
  '"',
  '1',
  '-',
  '{"a":',
  '. ',
  '<document>\n',
  '<<<<<<< SEARCH\n',
];
const BEFORE = ['So ', 'The score is ', 'verdict: ', 'I would say', 'between 3', '5 to '];
const TEXTS = BEFORE.flatMap((before) =>
  UNITS.map((unit) => `${before}${unit.repeat(Math.ceil(LENGTH / unit.length))}end`),
);
const SHOWN = shownOptions([{ text: 'a cat' }, { text: 'a dog' }], 'fixed', 0, 1);

const SPEC: JudgeSpec = {
  name: 'j',
  kind: 'boolean',
  prompt: 'Yes? {answer}',
  of: 'answer',
  everywhere: true,
  missing: { CODE: 'code' },
  fields: { score: 'number', why: 'rationale' },
  dimensions: ['kind', 'calm'],
  pattern: '\\bowl\\b',
  property: 'first-word',
  check: 'number-equals',
  expected: '4',
};

function quick(who: string, read: (text: string) => unknown): void {
  for (const text of TEXTS) {
    const spent = cpuClock();
    read(text);
    const ms = spent();
    assert.ok(ms < LONGEST_MS, `${who} took ${ms.toFixed(0)} ms for ${JSON.stringify(text.slice(0, 24))}`);
  }
}

describe('long runs of one thing', () => {
  for (const kind of JUDGE_KINDS)
    it(`are read in passing by judges of the kind ${kind}`, () => {
      const classes = { classes: ['yes', 'no'] };
      const spec: JudgeSpec = { ...SPEC, kind, ...classes };
      const input = { question: '', reasoning: '', turns: [], vars: {}, judged: new Map() };
      quick(kind, (text) =>
        judgeKinds[kind].read(
          spec,
          { ...input, answer: text },
          { text, finishReason: 'stop', latencyMs: 1 },
          'm',
        ),
      );
    });

  it('are read in passing by properties, choices, auditors and edits', () => {
    for (const { name, of, predicted } of PROPERTIES)
      quick(name, (text) => [of(text, ['cat']), predicted(text, ['cat'])]);
    quick('choice', (text) => chosenOption(text, SHOWN));
    quick('auditor', auditorMove);
    quick('edit', (text) => editedDocument('Dear all.', text));
  });
});

it('ends are trimmed of nothing but what was named', () => {
  assert.equal(trimEdges(' "a" b. ', /[\s"]/u, /[\s.]/u), 'a" b');
  assert.equal(trimEdges('   ', /\s/u, /\s/u), '');
  assert.equal(trimEdges('plain', /(?!)/, /\d/), 'plain');
});
