/** Editing label schemes: what there is, what an edit comes to, and saving it without writing over anybody's change. */
import { AuditError } from '../../core/errors.ts';
import { schemeChanges } from '../../core/schemeChanges.ts';
import { schemeOfDraft } from '../../core/schemeDraft.ts';
import type {
  CheckedView,
  EditedView,
  SavedView,
  SchemeEntry,
  SchemeFields,
  SchemePageView,
} from '../../protocol/schemePage.ts';
import {
  BUILT_IN,
  clashes,
  editedOf,
  freeName,
  newScheme,
  placedSchemes,
  type PlacedScheme,
} from './placedSchemes.ts';
import { saveToFile } from './saveToFile.ts';
import { saveToSetting } from './saveToSetting.ts';
import type { SchemeDeskContext } from './schemeContext.ts';
import { consequences, versionViews } from './schemeWords.ts';

export interface SaveRequest {
  readonly id: string | null;
  readonly fields: SchemeFields;
  readonly stamp: string;
  readonly place: 'setting' | 'file';
}

export class SchemeDesk {
  readonly #context: SchemeDeskContext;

  constructor(context: SchemeDeskContext) {
    this.#context = context;
  }

  /**
   * All schemes, and the one that is edited.
   *
   * @param id undefined for none, null for a new one
   */
  async view(id?: string | null): Promise<SchemePageView> {
    const all = await this.#all();
    const edited =
      id === undefined ? null : id === null ? newScheme(all) : editedOf(all.find((each) => each.id === id));
    return this.#viewOf(all, edited);
  }

  /** A new scheme with all that another one says. */
  async copy(id: string): Promise<SchemePageView> {
    const all = await this.#all();
    const { fields } = editedOf(all.find((each) => each.id === id)) ?? newScheme(all);
    return this.#viewOf(all, { ...newScheme(all), fields: { ...fields, name: freeName(all, fields.name) } });
  }

  /** The id of the scheme of that name; undefined without one. */
  async idOf(name: string): Promise<string | undefined> {
    return (await this.#all()).find(({ scheme }) => scheme?.name === name)?.id;
  }

  /** The id of the scheme that is labelled with. */
  async idInForce(): Promise<string> {
    const { main } = this.#context.inForce();
    return (await this.idOf(main)) ?? BUILT_IN;
  }

  async check(id: string | null, fields: SchemeFields): Promise<CheckedView> {
    const all = await this.#all();
    const read = schemeOfDraft(fields);
    const next = 'scheme' in read ? read.scheme : null;
    const problems = 'problems' in read ? read.problems : clashes(all, id, read.scheme.name);
    const saved = all.find((each) => each.id === id)?.scheme ?? null;
    const edit = { saved, next, uses: await this.#context.uses() };
    return {
      problems,
      changes: saved === null || next === null ? [] : schemeChanges(saved, next).map(({ words }) => words),
      consequences: problems.length > 0 ? [] : consequences(edit),
      versions: versionViews(edit),
    };
  }

  /** @throws AuditError `read-only`, `disk-full`, `bad-input` (no folder to write into) */
  async save({ id, fields, stamp, place }: SaveRequest): Promise<SavedView> {
    const all = await this.#all();
    const read = schemeOfDraft(fields);
    if ('problems' in read) return { state: 'refused', problems: read.problems };
    const { scheme } = read;
    const problems = clashes(all, id, scheme.name);
    if (problems.length > 0) return { state: 'refused', problems };
    const placed = all.find((each) => each.id === id);
    const before = placed?.scheme ?? null;
    const meant = consequences({ saved: before, next: scheme, uses: await this.#context.uses() });
    const target = { scheme, placed, stamp, context: this.#context };
    const saved = place === 'file' ? await saveToFile(target) : await saveToSetting(target);
    if (saved.state === 'changed') return saved;
    // Its labels are found by its name: whoever labels with it goes on with it.
    if (before !== null && before.name !== scheme.name && placed?.place !== BUILT_IN) {
      await this.#context.rename(before.name, scheme.name);
    }
    this.#context.changed();
    const view = await this.view((await this.idOf(scheme.name)) ?? undefined);
    return { state: 'saved', message: [`Saved in ${saved.where}.`, ...meant].join(' '), view };
  }

  /** @throws AuditError `not-found` */
  async use(id: string): Promise<SchemePageView> {
    const { scheme } = await this.placed(id);
    if (scheme === null)
      throw new AuditError('bad-input', 'This scheme can’t be used yet.', 'Mend it first.');
    await this.#context.putInForce(scheme.name, scheme.metric === undefined ? 'main' : 'also');
    this.#context.changed();
    return this.view(id);
  }

  /** @throws AuditError `not-found` for a scheme that is gone */
  async placed(id: string): Promise<PlacedScheme> {
    const found = (await this.#all()).find((each) => each.id === id);
    if (found === undefined) {
      throw new AuditError('not-found', 'That label scheme is gone.', 'Somebody removed or moved it.');
    }
    return found;
  }

  #all(): Promise<readonly PlacedScheme[]> {
    return placedSchemes(this.#context);
  }

  #viewOf(all: readonly PlacedScheme[], edited: EditedView | null): SchemePageView {
    const { main, also } = this.#context.inForce();
    const schemes = all.map(({ id, place, where, scheme, problems }): SchemeEntry => {
      const name = scheme?.name ?? '';
      const use = name === '' ? 'none' : name === main ? 'main' : also.includes(name) ? 'also' : 'none';
      return { id, name, metric: scheme?.metric ?? '', place, where, use, problems };
    });
    const noFile =
      this.#context.folders().length > 0 ? '' : 'No folder is open, so it is saved in your settings.';
    return { schemes, edited, noFile };
  }
}
