/** The page's conductor: holds the state, talks to the host, and carries out what the grid and the fields ask for. */
import type {
  ImportEvents,
  ImportFileRow,
  ImportRequests,
  ImportView,
} from '../../../src/protocol/importPanel.ts';
import { HostProblem, type HostClient } from '../../shared/hostClient.ts';
import type { VsCodeApi } from '../../shared/vsCodeApi.ts';
import { advance, endSeries, redo, startHistory, undo, type History } from '../sheet/history.ts';
import { answersOf, sheetOf, type Roles, type Sheet, type SheetRow } from '../sheet/sheet.ts';
import { applyProposals, setRoles, type EditResult } from '../sheet/sheetEdits.ts';
import { nextUnsettled } from '../sheet/headerGroups.ts';
import { count, obstacle } from '../sheet/sheetWords.ts';
import { splitAsDrafted, splitOrJoin } from './bundleActs.ts';
import { draftOf, withDraft } from './draft.ts';
import { INITIAL, type PageState } from './pageState.ts';

const PATTERN_DELAY_MS = 120;
const READY_TIMEOUT_MS = 3_000;
/** After so many silent attempts the page says so, and goes on asking. */
const READY_ATTEMPTS = 3;

export class ImportPage {
  #state: PageState = INITIAL;
  readonly #listeners = new Set<() => void>();
  readonly #host: HostClient<ImportRequests, ImportEvents>;
  readonly #api: VsCodeApi;
  #patternTimer: ReturnType<typeof setTimeout> | undefined;
  #patternAsked = 0;

  constructor(host: HostClient<ImportRequests, ImportEvents>, api: VsCodeApi) {
    this.#host = host;
    this.#api = api;
    host.on('view', (view) => void this.#show(view));
  }

  get state(): PageState {
    return this.#state;
  }

  /** The table as it stands; only while the page is ready. */
  get sheet(): Sheet {
    const { history } = this.#state;
    if (history === null) throw new Error('the page has no table yet');
    return history.present;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  update(change: Partial<PageState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** Asks for the table, and asks again while nothing answers: a busy window may lose what is said to a new page. */
  async start(): Promise<void> {
    for (let attempt = 1; this.#state.history === null; attempt++) {
      try {
        await this.#show(await this.#host.request('ready', null, { timeoutMs: READY_TIMEOUT_MS }));
      } catch (error) {
        const isSilent = error instanceof HostProblem && error.kind === 'timeout';
        if (!isSilent || attempt >= READY_ATTEMPTS) this.update({ problem: problemOf(error) });
        if (!isSilent) return;
      }
    }
  }

  async #show(view: ImportView): Promise<void> {
    const kept = this.#api.getState();
    const split = await splitAsDrafted(sheetOf(view), kept, (path) => this.askSplit(path));
    const sheet = withDraft(split, kept);
    this.update({
      phase: 'ready',
      problem: null,
      history: startHistory(sheet),
      mappingPath: nextUnsettled(sheet) ?? null,
      active: { row: 0, column: view.mode === 'edit' ? 'runName' : 'file' },
    });
  }

  /** Changes the table as one step that can be undone. `words` gets the number of cells or rows that changed. */
  edit({ sheet, changed }: EditResult, what: string, words: (changed: number) => string = () => ''): void {
    if (sheet === this.sheet) return;
    this.#advance(sheet, what);
    const said = words(changed);
    if (said !== '') this.announce(said);
  }

  /** Changes a field beside the table (the study's name); typing in it is one step. */
  setSheet(change: Partial<Pick<Sheet, 'studyName' | 'isStudy'>>, what: string): void {
    this.#advance({ ...this.sheet, ...change }, what, what);
  }

  #advance(sheet: Sheet, what: string, series = ''): void {
    const { history } = this.#state;
    if (history === null) return;
    this.#settle(advance(history, sheet, what, series));
  }

  #settle(history: History): void {
    this.update({ history, problem: null });
    this.keepDraft();
  }

  /**
   * Leaves the table with VS Code, which gives it back when a hidden tab shows again. At every change and without
   * delay: a page that is being hidden can't send anything any more.
   *
   * @param sheet the table with what is still being typed, where it isn't in the history yet
   */
  keepDraft(sheet: Sheet | undefined = this.#state.history?.present): void {
    if (sheet !== undefined && this.#state.phase !== 'closed') this.#api.setState(draftOf(sheet));
  }

  /** Called when a field is left: what is typed there next is a step of its own. */
  endSeries(): void {
    const { history } = this.#state;
    if (history !== null) this.update({ history: endSeries(history) });
  }

  undo(): void {
    this.#step(undo, 'Undone');
  }

  redo(): void {
    this.#step(redo, 'Done again');
  }

  #step(step: typeof undo, said: string): void {
    const { history } = this.#state;
    const stepped = history === null ? undefined : step(history);
    if (stepped === undefined) {
      this.announce(step === undo ? 'Nothing to undo.' : 'Nothing to do again.');
      return;
    }
    // An answer about a pattern that was just undone would do it again.
    this.#patternAsked++;
    this.#settle(stepped.history);
    this.update({ patternNote: { kind: 'none' } });
    this.announce(`${said}: ${stepped.what}.`);
  }

  /** Takes in what is typed as the pattern; its proposals follow when the typing pauses. */
  typePattern(pattern: string): void {
    this.#advance({ ...this.sheet, pattern }, 'name pattern', 'pattern');
    clearTimeout(this.#patternTimer);
    const asked = ++this.#patternAsked;
    this.#patternTimer = setTimeout(() => void this.#askPattern(pattern, asked), PATTERN_DELAY_MS);
  }

  async #askPattern(pattern: string, asked: number): Promise<void> {
    try {
      const answer = await this.#host.request('applyPattern', { pattern });
      if (asked !== this.#patternAsked) return;
      if (!answer.ok) {
        this.update({ patternNote: { kind: 'problem', text: answer.problem } });
        return;
      }
      const edit = this.sheet.mode === 'edit';
      const { sheet, changed } = applyProposals(this.sheet, answer.names, { overTyped: edit });
      if (edit) {
        const text = changed === 0 ? 'It changes nothing.' : `It would change ${count(changed, 'cell')}.`;
        this.update({ patternNote: { kind: 'offer', text, cells: changed } });
        return;
      }
      this.#advance(sheet, 'name pattern', 'pattern');
      const kept = this.sheet.rows.reduce((total, row) => total + row.typed.length, 0);
      const keptWords =
        kept === 0 ? '' : ` ${count(kept, 'cell')} that you typed ${kept === 1 ? 'stays' : 'stay'}.`;
      this.update({ patternNote: { kind: 'done', text: `${count(changed, 'cell')} filled.${keptWords}` } });
    } catch (error) {
      this.update({ patternNote: { kind: 'problem', text: problemOf(error).message } });
    }
  }

  /** Editing existing runs: puts what the pattern reads into their cells. */
  async applyPattern(): Promise<void> {
    try {
      const answer = await this.#host.request('applyPattern', { pattern: this.sheet.pattern });
      if (!answer.ok) {
        this.update({ patternNote: { kind: 'problem', text: answer.problem } });
        return;
      }
      const result = applyProposals(this.sheet, answer.names, { overTyped: true });
      this.edit(result, 'name pattern');
      const text = `${count(result.changed, 'cell')} filled.`;
      this.update({ patternNote: { kind: 'done', text } });
      this.announce(text);
    } catch (error) {
      this.update({ problem: problemOf(error) });
    }
  }

  /** What is wrong with these roles, as the host sees it; empty when nothing is. */
  async checkRoles(roles: Roles): Promise<string> {
    try {
      return (await this.#host.request('checkRoles', { roles })).problem;
    } catch (error) {
      return problemOf(error).message;
    }
  }

  /** Settles the columns of these files and goes on: to the next header, or to the table. */
  settleRoles(paths: ReadonlySet<string>, roles: Roles): void {
    this.#advance(setRoles(this.sheet, paths, roles, ''), 'columns');
    const next = nextUnsettled(this.sheet);
    this.update({
      mappingPath: next ?? null,
      focusRequest: this.#state.focusRequest + (next === undefined ? 1 : 0),
    });
    this.announce(`Columns of ${count(paths.size, 'file')} set.`);
  }

  /** One run for the files of a bundle, or one for each of them. */
  async splitOrJoin(row: SheetRow): Promise<void> {
    try {
      await splitOrJoin(this, row);
    } catch (error) {
      this.update({ problem: problemOf(error) });
    }
  }

  askSplit(path: string): Promise<readonly ImportFileRow[]> {
    return this.#host.request('split', { path }, { timeoutMs: 60_000 });
  }

  goToFile(path: string): void {
    const row = Math.max(
      0,
      this.sheet.rows.findIndex(({ file }) => file.path === path),
    );
    const { focusRequest } = this.#state;
    this.update({
      active: { row, column: 'file' },
      anchor: row,
      selected: new Set(),
      focusRequest: focusRequest + 1,
    });
  }

  openMapping(path: string): void {
    this.update({ mappingPath: path, editing: null });
  }

  /** Back to the table with the columns as they were. */
  closeMapping(): void {
    this.update({ mappingPath: null, focusRequest: this.#state.focusRequest + 1 });
    this.keepDraft();
  }

  /** Starts the import, or saves the corrections; the host closes the page. */
  async confirm(): Promise<void> {
    if (this.#state.phase !== 'ready') return;
    const inTheWay = obstacle(this.sheet);
    if (inTheWay !== '') {
      this.update({ problem: { message: inTheWay, hint: '' } });
      return;
    }
    this.update({ phase: 'sending', problem: null });
    try {
      await this.#host.request('confirm', answersOf(this.sheet), { timeoutMs: 60_000 });
      this.update({ phase: 'closed' });
    } catch (error) {
      this.update({ phase: 'ready', problem: problemOf(error) });
    }
  }

  async cancel(): Promise<void> {
    try {
      await this.#host.request('cancel', null);
    } catch (error) {
      this.update({ problem: problemOf(error) });
    }
  }

  /** Says something to screen readers. The same words twice are said twice. */
  announce(words: string): void {
    this.update({ announcement: words === this.#state.announcement ? `${words}\u00a0` : words });
  }
}

function problemOf(error: unknown): { message: string; hint: string } {
  if (error instanceof HostProblem) return { message: error.message, hint: error.hint };
  return { message: error instanceof Error ? error.message : String(error), hint: '' };
}
