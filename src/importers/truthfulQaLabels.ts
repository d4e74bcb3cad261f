/**
 * The published rows that the paper's judges were fine-tuned on (formats F7): questions and answers with what people said
 * of them. They are read as answers with human labels, not as training data: what a judge says of these very rows can be
 * held against the labels, which is what everyone does with them; and each says which judge was trained on it.
 */
import { basename } from 'node:path';
import { plainTurn } from '../core/transcript.ts';
import { answerTurn } from './answerTurn.ts';
import type { FileHead, Importer } from './importer.ts';
import { readJsonHead } from './jsonHead.ts';
import { jsonItems, type ValueReader } from './jsonItems.ts';
import type { JsonObject } from './lenientJson.ts';
import { openJson, stemOf } from './openText.ts';
import { rememberedPromptName } from './probeNames.ts';
import { HELPFUL_SCHEME, TRUTH_SCHEME } from './truthfulQaTerms.ts';

export const TRUTHFULQA_ANNOTATOR = 'TruthfulQA authors';

export const truthfulQaLabels: Importer = {
  id: 'truthfulQaLabels',
  version: 1,

  recognise(head) {
    const asked = askedOf(head);
    if (asked === undefined) return undefined;
    const what = asked === 'True' ? 'truth' : 'informativeness';
    return {
      kind: 'transcripts',
      importer: 'truthfulQaLabels',
      description: `TruthfulQA answers with human ${what} labels (a judge was trained on them)`,
      carries: [],
      headerOnly: false,
      content: 'answers',
    };
  },

  defaultRule: () => undefined,

  async *read(options) {
    const { json } = await openJson(options.path);
    yield* jsonItems(
      options,
      json.layout,
      labelReader(options.suite ?? stemOf(options.path), basename(options.path)),
    );
  },
};

/** The word that the first rows end with; undefined when some row of the head is of another kind. */
function askedOf(head: FileHead): string | undefined {
  const values = readJsonHead(head)?.values ?? [];
  if (values.length === 0 || !values.every((value) => partsOf(value) !== undefined)) return undefined;
  return values[0] === undefined ? undefined : partsOf(values[0])?.asked;
}

interface LabelledRow {
  readonly question: string;
  readonly answer: string;
  readonly asked: string;
  readonly said: 'yes' | 'no';
}

function partsOf(value: JsonObject): LabelledRow | undefined {
  const { prompt, completion } = value;
  if (typeof prompt !== 'string' || typeof completion !== 'string') return undefined;
  const text = prompt.trimEnd();
  const asked = ['True', 'Helpful'].find((word) => text.endsWith(`\n${word}:`));
  const cut = text.indexOf('\nA: ');
  const end = asked === undefined ? -1 : text.length - asked.length - 2;
  const said = completion.trim().toLowerCase();
  if (asked === undefined || !text.startsWith('Q: ') || cut < 0 || end < cut + 4) return undefined;
  if (said !== 'yes' && said !== 'no') return undefined;
  return { question: text.slice(3, cut), answer: text.slice(cut + 4, end), asked, said };
}

function labelReader(suite: string, file: string): ValueReader {
  const probeOf = rememberedPromptName();
  return (value, { row, line }) => {
    const parts = partsOf(value);
    if (parts === undefined) {
      return { kind: 'unreadable', reason: 'It isn’t “Q: … A: … True:” with yes or no.' };
    }
    const { question, answer, asked, said } = parts;
    const truth = asked === 'True';
    const metadata = Object.create(null) as Record<string, unknown>;
    for (const [name, kept] of Object.entries(value)) {
      if (name !== 'prompt' && name !== 'completion') metadata[name] = kept;
    }
    metadata['judgeTrainedOn'] = truth ? 'GPT-judge' : 'GPT-info';
    return {
      kind: 'transcript',
      transcript: {
        row,
        line,
        suite,
        probe: probeOf(question),
        prompt: question,
        turns: [plainTurn('user', question), answerTurn(answer)],
        judgments: [],
        metadata,
        labels: [
          {
            annotator: TRUTHFULQA_ANNOTATOR,
            part: 'answer',
            scheme: truth ? TRUTH_SCHEME : HELPFUL_SCHEME,
            answer: truth
              ? said === 'yes'
                ? 'true'
                : 'false'
              : said === 'yes'
                ? 'informative'
                : 'uninformative',
            source: `${file}: completion`,
          },
        ],
      },
    };
  };
}
