/**
 * A part of the host that is made on first use.
 *
 * Activation reads `extension.cjs` and nothing else, and has little time for it. Whatever isn't needed there is reached by
 * `import()`, which the build turns into a file of its own (scripts/splitHost.js):
 *
 *     const pages = lazily(async () => (await import('./runPage/createRunPanels.ts')).runPanels(session));
 *     (await pages()).open(runId);
 *
 * Such a file costs a few milliseconds when it is first needed. One `import()` stands for a whole part; types may be
 * imported from anywhere (`import type`). A module that activation imports too is in `extension.cjs`, once.
 */
export interface Lazily<T> {
  /** Makes it, unless that was done; waits with others who asked at the same time. A failure is tried again. */
  (): Promise<T>;
  /** What was made; undefined while nobody asked for it or it is still being made. */
  readonly made: T | undefined;
}

export function lazily<T>(make: () => Promise<T>): Lazily<T> {
  let making: Promise<T> | undefined;
  let made: T | undefined;
  const get = async (): Promise<T> => {
    making ??= make();
    try {
      made = await making;
      return made;
    } catch (error) {
      making = undefined;
      throw error;
    }
  };
  return Object.defineProperty(get, 'made', { get: () => made }) as Lazily<T>;
}
