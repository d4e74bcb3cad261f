import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { recogniseFile } from '../../../src/importers/recognise.ts';
import { temporaryFile } from './readAll.ts';
import { shared } from './readBundle.ts';
import { cpuClock } from '../../support/cpuTime.ts';

const noData = existsSync(shared('activation-oracles')) ? false : 'no shared data here';

async function refusal(path: string): Promise<string> {
  const { recognition } = await recogniseFile(path);
  return recognition.kind === 'refused' ? recognition.reason : JSON.stringify(recognition);
}

test('published files that hold no answers are refused by what they are', { skip: noData }, async () => {
  const kinds: Readonly<Record<string, RegExp>> = {
    'activation-oracles/gender__gender_direct_test.txt': /list of prompts, one a line/,
    'activation-oracles/ssc__ssc_test_constraints.txt': /list of prompts, one a line/,
    'activation-oracles/taboo__taboo_direct_test.txt': /list of prompts, one a line/,
    'activation-oracles/personaqa_data__shuffled__personas.jsonl': /facts about made-up persons/,
    'consciousness-cluster/published_bars_read_from_png.csv': /table of figures \(percent\)/,
    'emergent-misalignment/golden_counts.csv': /table of figures/,
    'emergent-misalignment/official/first_plot_questions.yaml': /questions or judges’ prompts/,
    'emergent-misalignment/official/deception_factual.yaml': /questions or judges’ prompts/,
    'emergent-misalignment/model-organisms/steering_judges.yaml': /questions or judges’ prompts/,
    'emergent-misalignment/working-repo/questions/example.yaml': /questions or judges’ prompts/,
    'formats/llmcomp_questions.yaml': /questions or judges’ prompts/,
    'formats/llmcomp_LICENSE': /a licence/,
    'two-judges/LICENSE': /a licence/,
    'truthfulqa-multi/report_iaa.txt': /a report of figures/,
  };
  for (const [name, kind] of Object.entries(kinds)) assert.match(await refusal(shared(name)), kind, name);
});

test('files of answers are not refused for their looks', async (t) => {
  const persons = await temporaryFile(
    t,
    'p.jsonl',
    '{"name":"Kim","favorite_food":"pie","answer":"Kim likes pie, I think, and owls."}\n',
  );
  assert.equal((await recogniseFile(persons)).recognition.kind, 'needs-mapping');
  const table = await temporaryFile(
    t,
    'p.txt',
    'question,answer\nWhy so?,Just because\nHow so?,Like that\nWho so?,Some one\nIs it?,It is\nAnd so?,Well yes\n',
  );
  assert.equal((await recogniseFile(table)).recognition.kind, 'needs-mapping');
});

test('texts made to hold up a pattern are looked at in passing', { timeout: 20_000 }, async (t) => {
  const many = 200_000;
  const hostile: Readonly<Record<string, string>> = {
    'a.yaml': `a: 1${'\n'.repeat(many)}b: 2\n`,
    'b.txt': `--- A${' ---'.repeat(many / 4)}\n`.repeat(2),
    'c.csv': `${'_'.repeat(many)}label,id\n1,2\n`,
    'd.jsonl': `${JSON.stringify({ prompt: `Q: x${'\nA: '.repeat(many / 10)}`, completion: ' yes' })}\n`,
    'e.csv': `Question,Correct Answers,Incorrect Answers,${'a '.repeat(many / 4)}x\nq,a,b,c\n`,
    'f.csv': `claim,question_id,question,model_response,judge_verdict,thinking\nc,q,w,a,yes,${' '.repeat(many / 2)}x\n`,
    'g.json': `{"results": {${'"a": {'.repeat(1_000)}`,
  };
  for (const [name, text] of Object.entries(hostile)) {
    const path = await temporaryFile(t, name, text);
    const spent = cpuClock();
    await recogniseFile(path);
    assert.ok(spent() < 3_000, name);
  }
});
