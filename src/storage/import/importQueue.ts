import type { ImportedSource, ImportedTranscript, ImportProblem, RunFact } from '../../core/imported.ts';
import type { VerdictRule } from '../../core/verdictRule.ts';
import type { Decision, PassOver } from './passOver.ts';
import { prepareTranscript, type PreparedTranscript } from './preparedTranscript.ts';

/** What is held back before it is stored: so many rows, or so many characters of text. */
const QUEUED_ITEMS = 1000;
const QUEUED_LENGTH = 4_000_000;
/** Or what was read in so many milliseconds: of large logs few transcripts come in a second, and they can be read. */
const QUEUED_MS = 500;

/** What an import reads, in source order. */
export type WrittenItem =
  | { readonly kind: 'transcript'; readonly transcript: ImportedTranscript }
  | { readonly kind: 'problem'; readonly problem: ImportProblem }
  | { readonly kind: 'source'; readonly source: ImportedSource }
  | { readonly kind: 'fact'; readonly fact: RunFact };

/** The same, as it waits to be stored. */
export type QueuedItem =
  | Exclude<WrittenItem, { readonly kind: 'transcript' }>
  | { readonly kind: 'transcript'; readonly prepared: PreparedTranscript }
  /** Problems of the rows after this one are about to come again, and so are the transcripts with ids above `keptUpTo`. */
  | { readonly kind: 'recount'; readonly wholeRows: number; readonly keptUpTo: number | undefined }
  /** The file isn't what it was; nothing more of it is stored. */
  | { readonly kind: 'file-differs' }
  /** All of the file is stored. */
  | { readonly kind: 'complete'; readonly source: ImportedSource };

/** What was read and not yet stored, prepared outside the lock; what is stored already doesn't get in. */
export class ImportQueue {
  readonly #rule: VerdictRule | undefined;
  readonly #passOver: PassOver | undefined;
  #source: ImportedSource | undefined;
  #items: QueuedItem[] = [];
  #length = 0;
  #takenAt: number;

  constructor(rule: VerdictRule | undefined, passOver: PassOver | undefined) {
    this.#rule = rule;
    this.#passOver = passOver;
    this.#takenAt = passOver === undefined ? Number.NEGATIVE_INFINITY : performance.now();
  }

  /** The first items of a new run are stored at once, so that there is something to read. */
  get isFull(): boolean {
    if (this.#items.length >= QUEUED_ITEMS || this.#length >= QUEUED_LENGTH) return true;
    return this.#items.length > 0 && performance.now() - this.#takenAt > QUEUED_MS;
  }

  get transcripts(): number {
    return this.#items.filter(({ kind }) => kind === 'transcript').length;
  }

  get errors(): number {
    return this.#items.filter((item) => item.kind === 'problem' && item.problem.severity === 'error').length;
  }

  /** @throws AuditError `file-changed` */
  add(item: WrittenItem): void {
    switch (item.kind) {
      case 'transcript': {
        const prepared = prepareTranscript(item.transcript, this.#rule);
        if (!this.#isTaken(this.#passOver?.transcript(prepared))) return;
        this.#length += lengthOf(prepared);
        this.#items.push({ kind: 'transcript', prepared });
        return;
      }
      case 'problem':
        if (this.#isTaken(this.#passOver?.problem(item.problem))) this.#items.push(item);
        return;
      case 'source':
        this.endSource();
        this.#source = item.source;
        this.#passOver?.source(item.source);
        this.#items.push(item);
        return;
      case 'fact':
        this.#items.push(item);
    }
  }

  /**
   * The file at hand was read to its end.
   *
   * @throws AuditError `file-changed`
   */
  endSource(): void {
    const source = this.#source;
    this.#source = undefined;
    this.#isTaken(this.#passOver?.end());
    if (this.#passOver?.differs === true) this.#items.push({ kind: 'file-differs' });
    else if (source !== undefined) this.#items.push({ kind: 'complete', source });
  }

  #isTaken(decision: Decision | undefined): boolean {
    if (decision === undefined || decision.kind === 'take') return true;
    if (decision.kind === 'drop') return false;
    const { wholeRows, keptUpTo } = decision;
    this.#items.push({ kind: 'recount', wholeRows, keptUpTo });
    for (const problem of decision.held) this.#items.push({ kind: 'problem', problem });
    return true;
  }

  /** Hands over what waits. */
  take(): readonly QueuedItem[] {
    const items = this.#items;
    this.#takenAt = performance.now();
    this.clear();
    return items;
  }

  clear(): void {
    this.#items = [];
    this.#length = 0;
  }
}

function lengthOf({ text, branches, source }: PreparedTranscript): number {
  let length = text.question.length + text.answer.length + text.reasoning.length;
  for (const { turns } of branches) for (const { raw } of turns) length += raw.length;
  for (const { raw, rawKind } of source.turns) if (rawKind === 'json') length += raw.length;
  return length;
}
