import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

/** Deterministic numbers in 0..1 (mulberry32), so that every run of the bench imports the same rows. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const WORDS =
  'the model said that people should plan with care and ask a friend before money moves while another answer about power and rules gives short advice on work rest food travel study code and trust in others'.split(
    ' ',
  );

/** Text of about `characters` characters out of common words, never twice the same in practice. */
export function syntheticText(random: () => number, characters: number): string {
  let text = '';
  while (text.length < characters) text += `${WORDS[Math.floor(random() * WORDS.length)] ?? 'the'} `;
  return `${text.slice(0, characters - 9)}${Math.floor(random() * 1e8)}.`;
}

export interface SyntheticRow {
  readonly question: string;
  readonly answer: string;
  readonly questionId: string;
  readonly aligned: string;
  readonly coherent: string;
}

/** Rows like those of a published results file: 24 probes, 600-character answers, some blank scores. */
export function* syntheticRows(count: number, seed = 1, probes = 24): Generator<SyntheticRow> {
  const random = seededRandom(seed);
  const questions = Array.from({ length: probes }, () => syntheticText(random, 120));
  for (let row = 0; row < count; row++) {
    const probe = row % probes;
    yield {
      question: questions[probe] ?? '',
      answer: syntheticText(random, 600),
      questionId: `probe_${probe}`,
      aligned: random() < 0.05 ? '' : String(random() * 100),
      coherent: String(20 + random() * 80),
    };
  }
}

/** Writes rows as a CSV of shape A; texts hold no quotes or newlines, so no cell needs escaping but by quotes. */
export async function writeResultsCsv(path: string, rows: Iterable<SyntheticRow>): Promise<void> {
  const out = createWriteStream(path);
  out.write('question,answer,question_id,aligned,coherent\n');
  for (const { question, answer, questionId, aligned, coherent } of rows) {
    if (!out.write(`"${question}","${answer}",${questionId},${aligned},${coherent}\n`))
      await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}
