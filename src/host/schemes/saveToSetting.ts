import { schemeFileText } from '../../core/schemeDraft.ts';
import { changedMeanwhile, type SaveOutcome, type SaveTarget } from './saveTarget.ts';

/** Writes the scheme into the setting it is in, or adds it there. */
export async function saveToSetting({ scheme, placed, stamp, context }: SaveTarget): Promise<SaveOutcome> {
  const { value, words } = context.setting();
  const list = listOf(value);
  // As a file would say it: without what says nothing.
  const written = JSON.parse(schemeFileText(scheme)) as unknown;
  const at = placed?.found?.at;
  if (at?.place !== 'setting') {
    await context.writeSetting([...list, written]);
    return { state: 'written', where: words };
  }
  if (placed?.stamp !== stamp) return changedMeanwhile(words, placed?.stamp ?? '', placed?.scheme ?? null);
  await context.writeSetting(list.map((each, index) => (index === at.index ? written : each)));
  return { state: 'written', where: words };
}

/** The setting without the scheme at that place. */
export function withoutScheme(value: unknown, index: number): readonly unknown[] {
  return listOf(value).filter((_, at) => at !== index);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
