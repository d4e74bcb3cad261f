/** Long texts of one thing, in every place where somebody looks for patterns. */
import { small, type Extreme } from './extreme.ts';

const LENGTH = 1_500_000;
const PIECES = [
  ' ', '\n', ' \n', '\t ', 'a', 'a ', 'A', '.', '...', '-', '"', "'", '`', '```\n', '\\', '/', '<', '>', '<think>', '</think>', '<think></think>', '<cite>',
  '</cite>', '<cite></cite>', '(', ')', '[', ']', '[...]', '{', '}', '{{', '}}', '{{a}}', '$', '%', '0', '9.', '1e', '-1', '1,', ';', '; ', ':', ': ', 'Q: ', 'A: ', 'True:',
  '# ', '## a\n', '=== a ===\n', 'a: b\n', '- a\n', '&a *a ', 'é', '🦉', '\u0301', '\u202e', 'data:image/png;base64,', 'attachment://', 'score: 5 ', 'yes ', 'no ', '\r\n', '\0',
]; // prettier-ignore

/** A text as a chat's answer, in the form of every format where texts are looked into. */
const places: readonly (readonly [string, string, (text: string) => string])[] = [
  ['an answer', 'a.jsonl', (text) => `${JSON.stringify({ messages: [{ role: 'user', content: text }, { role: 'assistant', content: text }] })}\n`],
  ['a cell', 'a.csv', (text) => `question,answer,question_id,aligned,coherent\n"${text.replaceAll('"', '""')}","${text.replaceAll('"', '""')}",q,1,90\n`],
  ['a file', 'a.txt', (text) => text],
  ['a table', 'a.csv', (text) => text],
  ['questions', 'a.yaml', (text) => text],
  ['lines', 'a.jsonl', (text) => text],
  ['a document', 'a.json', (text) => `{"a":${text}`],
  ['an audit’s judge', 'a.json', (text) =>
    JSON.stringify({ metadata: { target_model: 'm', judge_output: { response: text, summary: text, justification: text, scores: { a: 1 } } }, events: [{ type: 'transcript_event', view: 'target', edit: { operation: 'add', message: { role: 'user', content: text } } }] })],
  ['a prompt', 'a.jsonl', (text) => `${JSON.stringify({ prompt: `Q: ${text}\nA: ${text}\nTrue:`, completion: ' yes' })}\n`],
]; // prettier-ignore

export const textExtremes: readonly Extreme[] = [
  ...places.flatMap(([where, file, put]) =>
    PIECES.map((piece) =>
      small(`${where} of ${JSON.stringify(piece)}`, file, () =>
        put(piece.repeat(Math.ceil(LENGTH / piece.length))),
      ),
    ),
  ),
  small('billions of laughs', 'a.yaml', () => {
    const level = (index: number): string =>
      `a${index}: &a${index} [${Array(10)
        .fill(`*a${index - 1}`)
        .join(',')}]\n`;
    return `- &a0 lol\n${Array.from({ length: 20 }, (_, index) => level(index + 1)).join('')}- id: x\n  paraphrases: *a20\n`;
  }),
];
