/** A desk for label schemes over a folder of its own, with settings and labels that the test plays. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { DEFAULT_LABEL_SCHEME, type LabelScheme } from '../../../src/core/labelScheme.ts';
import { SCHEME_FOLDER } from '../../../src/host/labelling/schemeSource.ts';
import { SchemeDesk, type SaveRequest } from '../../../src/host/schemes/schemeDesk.ts';
import type { SchemeUse } from '../../../src/storage/labels/schemeUse.ts';
import type { EditedView, SavedView } from '../../../src/protocol/schemePage.ts';

const root = await mkdtemp(join(tmpdir(), 'scheme-desk-'));
after(() => rm(root, { recursive: true, force: true }));

export const MEMORY: LabelScheme = {
  name: 'wants memory',
  answers: [
    { id: 'yes', key: '1', name: 'yes', role: 'positive', description: '' },
    { id: 'no', key: '2', name: 'no', role: 'negative', description: '' },
  ],
  scores: [],
};

export interface Rig {
  readonly desk: SchemeDesk;
  readonly folder: string;
  readonly settings: { schemes: readonly unknown[]; main: string; also: readonly string[] };
  uses: readonly SchemeUse[];
  /** How often labelling was told. */
  told: number;
  files(): Promise<string[]>;
  text(name: string): Promise<string>;
  /** Somebody else writes a file. */
  put(name: string, value: unknown): Promise<string>;
}

let rigs = 0;
export function rig(setting: readonly unknown[] = [], hasFolder = true): Rig {
  const folder = join(root, String(rigs++));
  const schemes = join(folder, SCHEME_FOLDER);
  const settings: Rig['settings'] = { schemes: setting, main: DEFAULT_LABEL_SCHEME.name, also: [] };
  const made: Rig = {
    folder,
    settings,
    uses: [],
    told: 0,
    files: () => readdir(schemes).catch(() => []),
    text: (name) => readFile(join(schemes, name), 'utf8'),
    put: async (name, value) => {
      await mkdir(schemes, { recursive: true });
      await writeFile(join(schemes, name), typeof value === 'string' ? value : JSON.stringify(value));
      return `file:${join(schemes, name)}`;
    },
    desk: new SchemeDesk({
      folders: () => (hasFolder ? [folder] : []),
      setting: () => ({ value: settings.schemes, words: 'your settings' }),
      writeSetting: async (list) => {
        settings.schemes = await Promise.resolve(list);
      },
      inForce: () => settings,
      putInForce: async (name, as) => {
        if (as === 'main') settings.main = await Promise.resolve(name);
        else settings.also = [...settings.also, name];
      },
      rename: async (before, later) => {
        if (settings.main === before) settings.main = await Promise.resolve(later);
      },
      uses: () => Promise.resolve(made.uses),
      changed: () => {
        made.told += 1;
      },
    }),
  };
  return made;
}

export function edited(view: { readonly edited: EditedView | null }): EditedView {
  assert.ok(view.edited);
  return view.edited;
}

export async function request(
  rig: Rig,
  id: string | null,
  place: SaveRequest['place'] = 'file',
): Promise<SaveRequest> {
  const { stamp, fields } = edited(await rig.desk.view(id));
  return { id, stamp, fields, place };
}

export function saved(outcome: SavedView): Extract<SavedView, { state: 'saved' }> {
  assert.ok(outcome.state === 'saved', JSON.stringify(outcome));
  return outcome;
}
