import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Turn } from '../../../src/core/transcript.ts';
import { chatJsonl } from '../../../src/importers/chatJsonl.ts';
import { mappedCsv } from '../../../src/importers/mappedCsv.ts';
import { rereadParts } from '../../../src/importers/rereadTurn.ts';
import { fixture, readAll, temporaryFile } from './readAll.ts';

test('reading a recorded turn anew gives the parts that importing it gave', async (t) => {
  const path = await temporaryFile(
    t,
    'r.csv',
    'question,thinking,answer\nQ?,Let me think.,<think>more</think> A.\n',
  );
  const mapping = { question: 'question', thinking: 'reasoning', answer: 'answer' } as const;
  const read = [await readAll(chatJsonl, fixture('chat.jsonl')), await readAll(mappedCsv, path, { mapping })];
  const turns = read.flatMap(({ transcripts }) => transcripts.flatMap((transcript) => transcript.turns));
  assert.ok(turns.length > 20);
  for (const turn of turns) assert.deepEqual(rereadParts(turn), turn.parts, turn.raw);
});

test('a turn that was stored unsplit is split, and what can’t be read keeps its parts', () => {
  const parts = [{ kind: 'text', text: 'as it was' }] as const;
  const turn = (more: Partial<Turn>): Turn => ({
    role: 'assistant',
    raw: '',
    rawKind: 'text',
    parts,
    ...more,
  });
  assert.deepEqual(
    rereadParts(turn({ raw: '<think>a</think>b' })).map(({ kind }) => kind),
    ['reasoning', 'text'],
  );
  assert.equal(rereadParts(turn({ role: 'user', raw: '<think>a</think>b' })), parts);
  assert.equal(rereadParts(turn({ raw: '{"broken', rawKind: 'json' })), parts);
  assert.equal(rereadParts(turn({ raw: '{"role":"wizard"}', rawKind: 'json' })), parts);
});
