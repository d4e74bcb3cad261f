/** Labels of several versions of one scheme, counted and said: they may not mean the same by the same answer. */
import { groupedNumber } from '../../core/groupedNumber.ts';
import type { LabelScheme } from '../../core/labelScheme.ts';
import type { SchemeVersion } from '../../core/labelFile.ts';

/** How many of a comparison's labels are of which version: by scheme name, then version. */
export class VersionTally {
  readonly #counts = new Map<string, Map<string, number>>();

  add({ scheme, version }: { readonly scheme: string; readonly version: string }): void {
    const versions = this.#counts.get(scheme) ?? new Map<string, number>();
    this.#counts.set(scheme, versions);
    versions.set(version, (versions.get(version) ?? 0) + 1);
  }

  /** Sentences on every scheme of which there are several versions; empty where there is none. */
  words(definitions: readonly SchemeVersion[]): readonly string[] {
    const known = new Map(definitions.map(({ version, scheme }) => [version, scheme]));
    return [...this.#counts]
      .filter(([, versions]) => versions.size > 1)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, versions]) => {
        const schemes = [...versions.keys()].flatMap((version) => known.get(version) ?? []);
        const counts = [...versions].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(counted);
        return [
          `Labels of ${versions.size} versions of the scheme “${name}” are compared here: ${counts.join(', ')}. ` +
            'Each counts by the roles of its own version.',
          ...turnedAnswers(schemes),
        ];
      });
  }
}

/** One sentence on answers that have another role, or aren't there, in some of the versions. */
function turnedAnswers(schemes: readonly LabelScheme[]): readonly string[] {
  const ids = [...new Set(schemes.flatMap(({ answers }) => answers.map(({ id }) => id)))];
  const turned = ids.flatMap((id) => {
    const given = schemes.map(({ answers }) => answers.find((answer) => answer.id === id));
    const roles = [...new Set(given.map((answer) => answer?.role ?? 'not there'))];
    const name = given.find((answer) => answer !== undefined)?.name ?? id;
    return roles.length < 2 ? [] : [`“${name}” is ${roles.join(' or ')}`];
  });
  if (turned.length === 0) return [];
  return [
    `By version, ${turned.slice(0, 5).join('; ')}. Where two labels of different versions differ there, it may be the definition and not the people.`,
  ];
}

function counted([version, count]: readonly [string, number]): string {
  return `${version.slice(0, 8)} (${groupedNumber(count)})`;
}
