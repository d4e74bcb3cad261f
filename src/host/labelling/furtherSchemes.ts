/** The further questions that the setting `transcriptAuditor.alsoLabel` asks for. Pure. */
import type { LabelScheme } from '../../core/labelScheme.ts';

const SETTING = 'transcriptAuditor.alsoLabel';

/**
 * The schemes named, in the order of the setting, each once; and what of it could not be followed, for the user.
 *
 * @param setting the setting's value, whatever it is
 * @param schemes every scheme there is
 * @param main the scheme of the verdict's question
 */
export function furtherSchemes(
  setting: unknown,
  schemes: readonly LabelScheme[],
  main: LabelScheme,
): { readonly schemes: readonly LabelScheme[]; readonly problems: readonly string[] } {
  if (setting === undefined || setting === null) return { schemes: [], problems: [] };
  if (!Array.isArray(setting)) return { schemes: [], problems: [`${SETTING} is not a list of names.`] };
  const problems: string[] = [];
  const chosen = new Map<string, LabelScheme>();
  for (const name of setting as readonly unknown[]) {
    const scheme = schemes.find((candidate) => candidate.name === name);
    const metric = scheme?.metric;
    if (scheme === undefined) {
      const known = schemes.map((candidate) => `“${candidate.name}”`).join(', ');
      problems.push(`${SETTING}: there is no label scheme “${String(name)}”. Known are ${known}.`);
    } else if (metric === undefined) {
      problems.push(
        `${SETTING}: “${scheme.name}” names no question of its own, so its labels would be those of the verdict. ` +
          'Give it a metric.',
      );
    } else if (scheme.name === main.name) {
      problems.push(`${SETTING}: “${scheme.name}” is the main scheme already.`);
    } else if (chosen.has(metric)) {
      problems.push(
        `${SETTING}: “${scheme.name}” asks the same as “${chosen.get(metric)?.name ?? ''}”, so it is left out.`,
      );
    } else {
      chosen.set(metric, scheme);
    }
  }
  return { schemes: [...chosen.values()], problems };
}
