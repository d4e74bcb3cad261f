/** What short names in a file of transcripts stand for, said where each occurs first: most lines then have none. */
import type { ExportedTranscript } from '../core/exported.ts';
import type { Judge } from '../core/judgment.ts';
import type { SchemeVersion } from '../core/labelFile.ts';
import type { LabelScheme } from '../core/labelScheme.ts';
import { describeRule, type VerdictRule } from '../core/verdictRule.ts';

export interface Defined {
  /** By version. */
  readonly judges?: Readonly<Record<string, Judge>>;
  readonly schemes?: Readonly<Record<string, LabelScheme>>;
  /** By its words. */
  readonly rules?: Readonly<Record<string, VerdictRule>>;
}

/** Knows what was said already; to be asked of each transcript in the order of the file. */
export class Definitions {
  readonly #schemes: ReadonlyMap<string, LabelScheme>;
  readonly #said = new Set<string>();

  constructor(schemes: readonly SchemeVersion[] = []) {
    this.#schemes = new Map(schemes.map(({ version, scheme }) => [version, scheme]));
  }

  /** What of this transcript wasn't defined before. */
  newIn({ judgments, labels, rule }: Pick<ExportedTranscript, 'judgments' | 'labels' | 'rule'>): Defined {
    const words = rule === null ? '' : describeRule(rule);
    return {
      ...this.#new(
        'judges',
        judgments.map(({ judgeVersion, judge }) => [judgeVersion, judge]),
      ),
      ...this.#new(
        'schemes',
        labels.map(({ scheme }) => [scheme.version, this.#schemes.get(scheme.version)]),
      ),
      ...this.#new('rules', rule === null ? [] : [[words, rule]]),
    };
  }

  #new<Name extends keyof Defined, T>(
    kind: Name,
    all: readonly (readonly [string, T | undefined])[],
  ): Partial<Record<Name, Readonly<Record<string, T>>>> {
    const found = all.filter(([name, value]) => {
      const place = `${kind} ${name}`;
      if (value === undefined || this.#said.has(place)) return false;
      this.#said.add(place);
      return true;
    });
    return found.length === 0
      ? {}
      : ({ [kind]: Object.fromEntries(found) } as Partial<Record<Name, Readonly<Record<string, T>>>>);
  }
}
