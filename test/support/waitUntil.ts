/** Who waits for what is to come loses nothing by patience, and a busy machine needs it. */
const LEAST_PATIENCE_MS = 20_000;

/** Asks again and again until the answer is neither false nor undefined, and returns it; says what never happened. */
export async function waitUntil<Answer>(
  what: string,
  timeoutMs: number,
  ask: () => Promise<Answer | false | undefined> | Answer | false | undefined,
): Promise<Answer> {
  const patience = Math.max(timeoutMs, LEAST_PATIENCE_MS);
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer !== false && answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`Waited ${patience / 1000} s in vain: ${what}.`);
    await pause();
  }
}

/** True once it holds, false when it hasn't in time: for what is tried again then. */
export async function settles(ask: () => Promise<boolean>, timeoutMs = 1_000): Promise<boolean> {
  const end = Date.now() + timeoutMs;
  while (!(await ask())) {
    if (Date.now() > end) return false;
    await pause();
  }
  return true;
}

/** Waits until what is looked at has stayed the same for so long: drawn, chosen beforehand, focused. */
export async function standsStill(what: string, forMs: number, look: () => Promise<string>): Promise<void> {
  let seen: string | undefined;
  let since = 0;
  await waitUntil(`${what} stands still`, LEAST_PATIENCE_MS, async () => {
    const now = await look();
    if (now !== seen) [seen, since] = [now, Date.now()];
    return Date.now() - since >= forMs;
  });
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 50);
  });
}
