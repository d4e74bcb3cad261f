/** Figures that a file's header reports (the fact `reportedMetrics`), as far as they can be read. */

export interface ReportedMetric {
  readonly scorer: string;
  readonly metric: string;
  readonly value: number;
  readonly stderr?: number;
  /** Ends of an interval. */
  readonly low?: number;
  readonly high?: number;
  readonly n?: number;
}

export function reportedMetrics(
  facts: readonly { readonly name: string; readonly value: unknown }[],
): readonly ReportedMetric[] {
  return facts
    .filter(({ name, value }) => name === 'reportedMetrics' && Array.isArray(value))
    .flatMap(({ value }) => value as readonly unknown[])
    .flatMap((one) => {
      const read = readOne(one);
      return read === undefined ? [] : [read];
    });
}

function readOne(one: unknown): ReportedMetric | undefined {
  if (typeof one !== 'object' || one === null) return undefined;
  const { scorer, metric, value, ...more } = one as Readonly<Record<string, unknown>>;
  if (typeof scorer !== 'string' || typeof metric !== 'string' || typeof value !== 'number') return undefined;
  if (!Number.isFinite(value)) return undefined;
  const numbers = (['stderr', 'low', 'high', 'n'] as const).flatMap((name) => {
    const number = more[name];
    return typeof number === 'number' && Number.isFinite(number) ? [[name, number] as const] : [];
  });
  return { scorer, metric, value, ...Object.fromEntries(numbers) };
}

/** How many transcripts the headers of a run's files report together; undefined when none does. */
export function reportedTranscripts(
  facts: readonly { readonly name: string; readonly value: unknown }[],
): number | undefined {
  const counts = facts.flatMap(({ name, value }) =>
    name === 'reportedTranscripts' && typeof value === 'number' && Number.isFinite(value) ? [value] : [],
  );
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
}
