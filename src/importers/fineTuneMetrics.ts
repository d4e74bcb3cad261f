/** Metrics of a fine-tuning job by step (formats F14, protocol P13): they belong to a run and are none. */
import { AuditError } from '../core/errors.ts';
import type { FineTuneSeries } from '../core/fineTuneSeries.ts';
import { readChunks } from './byteSource.ts';
import { readCsvHead, type CsvHead } from './csvHead.ts';
import { readCsvRows } from './csvRows.ts';
import type { FileHead, Importer } from './importer.ts';
import { noLonger, openHead } from './openText.ts';
import { plainNumber } from './scoreCell.ts';

/** A series of more steps can't be drawn; no job has as many. */
const MOST_STEPS = 1_000_000;
const MOST_BYTES = 64 * 1024 * 1024;

/** `step` as Base64 begins: OpenAI's file interface hands the table out encoded. */
const ENCODED = /^c3RlcC[A-Za-z0-9+/=\s]*$/;

export const fineTuneMetrics: Importer = {
  id: 'fineTuneMetrics',
  version: 1,

  recognise(head) {
    if (metricsHead(head) === undefined) return undefined;
    return {
      kind: 'refused',
      reason: 'It holds fine-tuning metrics by step (loss, accuracy), not transcripts.',
      hint: 'Attach them to a run with “Attach Fine-Tuning Metrics…”.',
    };
  },

  defaultRule: () => undefined,

  read({ path }) {
    throw new AuditError(
      'table-of-figures',
      `${path} holds fine-tuning metrics, not transcripts.`,
      'Attach them to a run with “Attach Fine-Tuning Metrics…”.',
    );
  },
};

/**
 * The whole series, in the file's order. Blank cells, `nan` and what is no number are null; rows without a step are left
 * out.
 *
 * @param path a CSV as OpenAI writes it, plain or as Base64
 * @throws AuditError `not-recognised` when it is no such table, `bad-input`, `file-missing`, `file-changed`, `cancelled`
 */
export async function readFineTuneMetrics(path: string, signal: AbortSignal): Promise<FineTuneSeries> {
  const head = await openHead(path);
  if (head.sizeBytes > MOST_BYTES) throw new AuditError('bad-input', `${path} is too long for such metrics.`);
  const csv = metricsHead(head);
  if (csv === undefined) {
    throw new AuditError(
      'not-recognised',
      `${path} holds no fine-tuning metrics: a column “step” and one like train_loss are needed.`,
      'Choose the CSV that the provider offers for the job.',
    );
  }
  const rows: { step: number; values: (number | null)[] }[] = [];
  const stepAt = csv.columns.findIndex(isStep);
  const add = (cells: readonly string[]): void => {
    const step = plainNumber(cells[stepAt] ?? '');
    if (step === undefined) return;
    if (rows.length >= MOST_STEPS) throw new AuditError('bad-input', `${path} has over a million steps.`);
    const values = csv.columns.map((_, index) => plainNumber(cells[index] ?? '') ?? null);
    rows.push({ step, values: values.filter((_, index) => index !== stepAt) });
  };
  const options = { path, signal, onBytes: () => undefined };
  if (ENCODED.test(head.text)) {
    let text = '';
    for await (const { bytes } of readChunks(options)) text += bytes.toString('latin1');
    const lines = decoded(text).split(/\r?\n/);
    for (const line of lines.slice(1)) add(line.split(','));
  } else {
    const { delimiter, returnEndsRow, columns } = csv;
    const layout = { delimiter, returnEndsRow, columns: columns.length };
    for await (const events of readCsvRows({ ...options, ...layout })) {
      for (const event of events) if ('cells' in event) add(event.cells);
    }
  }
  if (rows.length === 0) throw noLonger(path, 'a table with steps');
  return { file: path, columns: csv.columns.filter((_, index) => index !== stepAt), rows };
}

function metricsHead(head: FileHead): CsvHead | undefined {
  const encoded = ENCODED.test(head.text);
  const text = encoded ? decoded(head.text) : head.text;
  const csv = readCsvHead(encoded ? { ...head, text, name: 'metrics.csv' } : head);
  if (csv === undefined || !csv.columns.some(isStep)) return undefined;
  const metrics = csv.columns.filter((name) =>
    /^(full_)?(train|valid|validation|eval|test)_(mean_)?(loss|reward|accuracy|token_accuracy|mean_token_accuracy)$/i.test(
      name,
    ),
  );
  return metrics.length > 0 ? csv : undefined;
}

function isStep(name: string): boolean {
  return name.toLowerCase() === 'step';
}

function decoded(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
