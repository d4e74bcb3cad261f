/** Logged samples of lm-evaluation-harness (formats F7): a document, what was sent, the answers and their metrics. */
import type { ImportedTranscript } from '../core/imported.ts';
import type { Judgment } from '../core/judgment.ts';
import { plainTurn } from '../core/transcript.ts';
import { answerTurn } from './answerTurn.ts';
import type { FileHead, ImportItem, Importer, ReadOptions } from './importer.ts';
import { readJsonHead } from './jsonHead.ts';
import { readJsonTexts } from './jsonTexts.ts';
import { isObject, parseLenientJson, type JsonObject } from './lenientJson.ts';
import { answersOf, metricsOf, otherMeasures, promptSent, settingsSent } from './lmEvalRecord.ts';
import { readLmEvalHeaders } from './lmEvalResults.ts';
import { openJson, stemOf } from './openText.ts';
import { invalidBytes, problemOf, rejected } from './tableItems.ts';
import { labelOf, leftOver } from './truthfulQaHuman.ts';
import { HumanLabels, sameSaveEnds } from './truthfulQaHumanLabels.ts';

export const lmEvalSamples: Importer = {
  id: 'lmEvalSamples',
  version: 2,

  recognise(head) {
    if (!isSamples(head)) return undefined;
    return {
      kind: 'transcripts',
      importer: 'lmEvalSamples',
      description: 'samples of lm-evaluation-harness',
      carries: [],
      headerOnly: false,
    };
  },

  defaultRule: () => undefined,

  read: readSamples,
};

function isSamples(head: FileHead): boolean {
  const json = readJsonHead(head);
  return json?.values.some((value) => isObject(value['doc']) && Array.isArray(value['resps'])) ?? false;
}

async function* readSamples(options: ReadOptions): AsyncGenerator<readonly ImportItem[]> {
  const { json } = await openJson(options.path);
  const labels = await HumanLabels.read(options);
  const stem = stemOf(options.path);
  const suite = options.suite ?? /^samples_(.+?)(_\d{4}-\d\d-\d\dT.*)?$/.exec(stem)?.[1] ?? stem;
  const headers = await readLmEvalHeaders(options);
  const model = headers.find((header) => header.model !== undefined)?.model;
  yield headers.flatMap((header) => header.facts);
  for await (const events of readJsonTexts({ ...options, layout: json.layout })) {
    const items: ImportItem[] = [];
    for (const event of events) {
      if ('problem' in event) {
        items.push({ kind: 'problem', problem: event.problem });
        continue;
      }
      let value: unknown;
      try {
        value = parseLenientJson(event.text);
      } catch {
        items.push(rejected(event, 'It isn’t valid JSON.', event.text));
        continue;
      }
      if (!isObject(value) || !isObject(value['doc'])) {
        items.push(rejected(event, 'It has no document (`doc`).', event.text));
        continue;
      }
      const read = transcriptsOf(value, value['doc'], { ...event, suite, model, file: stem }, labels);
      if (read.length === 0) items.push(rejected(event, 'It has no answer (`resps`).', event.text));
      for (const transcript of read) items.push({ kind: 'transcript', transcript });
      if (event.invalidAt !== undefined) {
        const reason = invalidBytes(event.invalidAt);
        items.push({ kind: 'problem', problem: problemOf(event, 'warning', reason, event.text) });
      }
    }
    yield items;
  }
  yield headers.map(({ source }): ImportItem => ({ kind: 'source', source }));
  yield* leftOver(labels, suite);
}

interface SampleContext {
  readonly row: number;
  readonly line: number;
  readonly suite: string;
  readonly model: string | undefined;
  readonly file: string;
}

function transcriptsOf(
  value: JsonObject,
  doc: JsonObject,
  { row, line, suite, model, file }: SampleContext,
  labels: HumanLabels,
): ImportedTranscript[] {
  const sent = promptSent(value['arguments']);
  const question = typeof doc['question'] === 'string' ? doc['question'] : undefined;
  // The question alone reads better than a prompt of which most are worked examples; that is kept beside it.
  const isPart = question !== undefined && (sent === undefined || sent.includes(question));
  const prompt = isPart ? question : (sent ?? JSON.stringify(doc));
  const answers = answersOf(value);
  const judgments = metricsOf(value);
  // With several answers to one document the metrics are about all of them together.
  const ofAll = answers.length === 1 ? [] : judgments.map(({ metric }) => [metric, value[metric]]);
  const more = {
    ...settingsSent(value['arguments']),
    ...otherMeasures(value),
    ...(ofAll.length === 0 ? undefined : { 'metrics of all answers': Object.fromEntries(ofAll) as unknown }),
  };
  const filter = typeof value['filter'] === 'string' && value['filter'] !== 'none' ? value['filter'] : '';
  return answers.map((answer, sample): ImportedTranscript => {
    const metadata = Object.create(null) as Record<string, unknown>;
    for (const name of ['doc_id', 'doc', 'target', 'filtered_resps', 'doc_hash', 'filter'] as const) {
      if (value[name] !== undefined) metadata[name] = value[name];
    }
    Object.assign(metadata, more);
    if (sent !== undefined && sent !== prompt) metadata['prompt as sent'] = sent;
    if (answer.more !== undefined) Object.assign(metadata, answer.more);
    const taken =
      question === undefined
        ? []
        : takeLabels(labels, { value, doc, question, answer: answer.text, model, file });
    const said = taken.flatMap((found) => (found.label === undefined ? [] : [labelOf(found.label)]));
    return {
      row,
      line,
      suite,
      probe: probeOf(value, doc),
      prompt,
      sample,
      turns: [plainTurn('user', prompt), answerTurn(answer.text)],
      judgments: answers.length === 1 ? judgments : ([] as Judgment[]),
      ...(model === undefined ? undefined : { model }),
      ...(filter === '' ? undefined : { condition: filter }),
      metadata,
      ...(said.length === 0 ? undefined : { labels: said }),
    };
  });
}

function probeOf(value: JsonObject, doc: JsonObject): string {
  const number = humanNumber(value, doc);
  const known: unknown = number ?? doc['id'] ?? value['doc_id'];
  return typeof known === 'string' || typeof known === 'number' ? String(known) : '?';
}

/** The number by which truthfulqa-multi's annotators know the document: ids there begin at 1, and theirs at 0. */
function humanNumber(value: JsonObject, doc: JsonObject): number | undefined {
  if (typeof doc['id'] === 'number' && 'incorrect_answers' in doc) return doc['id'] - 1;
  return typeof value['doc_id'] === 'number' ? value['doc_id'] : undefined;
}

function takeLabels(
  labels: HumanLabels,
  of: {
    readonly value: JsonObject;
    readonly doc: JsonObject;
    readonly question: string;
    readonly answer: string;
    readonly model: string | undefined;
    readonly file: string;
  },
): ReturnType<HumanLabels['take']> {
  const number = humanNumber(of.value, of.doc);
  if (number === undefined) return [];
  return labels.models().flatMap((model) => {
    const known = of.model === undefined ? of.file.includes(model) : of.model.split('/').pop() === model;
    if (!known) return [];
    const matches = (row: { readonly question: string; readonly answer: string }): boolean =>
      row.question === of.question && sameSaveEnds(row.answer, of.answer);
    return labels.take(`${number}__${model}`, matches, of.answer);
  });
}
