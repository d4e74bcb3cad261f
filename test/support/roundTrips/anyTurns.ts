/** Turns as importers make them of chats, logs and tables, with any text in them. */
import fc from 'fast-check';
import type { Part, Role, Turn } from '../../../src/core/transcript.ts';
import { readMessage } from '../../../src/importers/chatMessage.ts';
import { rereadParts } from '../../../src/importers/rereadTurn.ts';
import { awkwardKey, awkwardText, awkwardUtf8 } from './awkwardTexts.ts';

const text = (role: Role, raw: string): Turn => {
  const reading = readMessage({ role, content: raw });
  return reading.kind === 'turn'
    ? reading.turn
    : { role, raw, rawKind: 'text', parts: [{ kind: 'text', text: raw }] };
};
const structured = (role: Role, message: Readonly<Record<string, unknown>>): Turn => {
  const raw = JSON.stringify(message);
  const turn: Turn = { role, raw, rawKind: 'json', parts: [{ kind: 'text', text: raw }] };
  return { ...turn, parts: rereadParts(turn) };
};
const role = fc.constantFrom<Role>('system', 'developer', 'user', 'assistant', 'tool');
const parts: fc.Arbitrary<readonly Part[]> = fc.tuple(awkwardUtf8, awkwardUtf8).map(([one, other]) => [
  { kind: 'text', text: one },
  { kind: 'tool-call', text: other, name: 'f', callId: 'c' },
  { kind: 'reasoning', text: one, origin: 'block', closed: false, redacted: true },
  { kind: 'tool-result', text: other, error: { message: one } },
  { kind: 'image', text: 'i', source: 'data:,' },
  { kind: 'tokens', text: 'ab', tokens: [{ position: 0, id: 7, text: 'a', marked: true, note: one }] },
]);

/** As importers make them of chats, logs and tables. */
export const anyTurn: fc.Arbitrary<Turn> = fc
  .tuple(
    fc.oneof(
      { weight: 5, arbitrary: fc.tuple(role, awkwardUtf8).map(([who, raw]) => text(who, raw)) },
      {
        weight: 1,
        arbitrary: awkwardText.map((said) =>
          structured('assistant', {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: 'c', function: { name: 'f', arguments: said } }],
          }),
        ),
      },
      {
        weight: 1,
        arbitrary: awkwardText.map((said) =>
          structured('assistant', { role: 'assistant', reasoning: 'so', content: said }),
        ),
      },
      // A row of a table; a message that would be read as text; one written otherwise; a tool's call from elsewhere.
      {
        weight: 1,
        arbitrary: fc.tuple(awkwardText, parts).map(([said, read]): Turn => ({
          role: 'user',
          raw: JSON.stringify({ task: said }),
          rawKind: 'json',
          parts: read,
        })),
      },
      {
        weight: 1,
        arbitrary: parts.map((read): Turn => ({
          role: 'user',
          raw: '{"role":"user","content":"x"}',
          rawKind: 'json',
          parts: read,
        })),
      },
      {
        weight: 1,
        arbitrary: parts.map((read): Turn => ({
          role: 'assistant',
          raw: '{ "role": "assistant", "content": [1.0] }',
          rawKind: 'json',
          parts: read,
        })),
      },
      {
        weight: 1,
        arbitrary: awkwardUtf8.map((raw): Turn => ({
          role: 'tool',
          raw,
          rawKind: 'text',
          parts: [{ kind: 'tool-result', text: raw, callId: 'c7', name: 'f' }],
        })),
      },
    ),
    fc.option(
      awkwardUtf8.filter((name) => name !== ''),
      { nil: undefined, freq: 3 },
    ),
    fc.option(fc.dictionary(awkwardKey, awkwardText, { maxKeys: 2, noNullPrototype: true }), {
      nil: undefined,
      freq: 3,
    }),
  )
  .map(([turn, author, provenance]) => ({
    ...turn,
    ...(author === undefined ? {} : { author }),
    ...(provenance === undefined ? {} : { provenance }),
  }));

/** Mostly a question and an answer, as in the tables of the field. */
export const anyTurns: fc.Arbitrary<readonly Turn[]> = fc.oneof(
  fc
    .tuple(awkwardUtf8, awkwardUtf8)
    .map(([asked, answered]) => [text('user', asked), text('assistant', answered)]),
  fc.array(anyTurn, { minLength: 1, maxLength: 4 }),
);
