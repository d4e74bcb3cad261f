import type { Comparison, Rater } from '../../analysis/audit/ratings.ts';
import type { AuditScope } from './auditScope.ts';

/** What each rater is called in sentences and tables. */
export class RaterNames {
  readonly #scope: AuditScope;
  readonly #doubled: ReadonlySet<string>;

  constructor(scope: AuditScope) {
    this.#scope = scope;
    const seen = new Map<string, number>();
    for (const { judge } of scope.names.judges.values()) seen.set(judge, (seen.get(judge) ?? 0) + 1);
    this.#doubled = new Set([...seen].filter(([, n]) => n > 1).map(([name]) => name));
  }

  of(rater: Rater): string {
    switch (rater.kind) {
      case 'verdict':
        return 'the judge';
      case 'people':
        return 'people together';
      case 'adjudicated':
        return 'the adjudicated labels';
      case 'annotator':
        return rater.name;
      case 'repeat':
        return `${rater.name}, asked again`;
      case 'judged': {
        const metric = this.#scope.names.metrics.get(rater.metricId) ?? 'a metric';
        const judge = this.judge(rater.judgeId);
        return judge === metric ? `the judge’s “${metric}”` : `${judge} on “${metric}”`;
      }
    }
  }

  /** Its name, with model or version where that alone doesn't tell it from others. */
  judge(judgeId: number): string {
    const found = this.#scope.names.judges.get(judgeId);
    if (found === undefined) return 'a judge';
    if (!this.#doubled.has(found.judge)) return found.judge;
    return `${found.judge} (${found.model === null ? '' : `${found.model}, `}version ${found.version})`;
  }

  title({ first, second, level, metric, kind }: Comparison): string {
    const about =
      level === 'role'
        ? ''
        : kind === 'judges'
          ? ''
          : level === 'score'
            ? `, “${metric}”`
            : ', answers as given';
    return `${capital(this.of(first))} and ${this.of(second)}${about}`;
  }
}

/** For the beginning of a line; names that people or files gave stay as they are. */
export function capital(text: string): string {
  return /^(the|people) /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
