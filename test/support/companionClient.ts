// Talks to the companion extension (test/support/companion) in the extension host of a workbench.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitUntil } from './waitUntil.ts';

/** Where the companion extension is. */
export const COMPANION = join(dirname(fileURLToPath(import.meta.url)), 'companion');

/**
 * Asks the companion of the youngest extension host that answers; waits while it starts. A host that dies over the
 * question is followed by the next one, unless the question is to be asked `once`: then it rejects.
 */
export async function askCompanion(
  folder: string,
  question: Readonly<Record<string, unknown>>,
  { once = false }: { readonly once?: boolean } = {},
): Promise<unknown> {
  const answer = await waitUntil('the companion extension answers', 30_000, async () => {
    for (const port of hosts(folder).map(({ port }) => port)) {
      try {
        const response = await fetch(`http://127.0.0.1:${port}/`, {
          method: 'POST',
          body: JSON.stringify(question),
        });
        return (await response.json()) as { readonly result?: unknown; readonly error?: string };
      } catch (error) {
        // A refused connection is a port of a host that is gone: ask the next. A broken one was asked and died.
        if (once && !isRefused(error)) throw error;
      }
    }
    return undefined;
  });
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer.result;
}

function isRefused(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}

/** Which extension host would be asked first now: its process, as text; undefined while there is none. */
export function youngestHost(folder: string): string | undefined {
  return hosts(folder)[0]?.pid;
}

/** Extension hosts whose companion listens or did, the youngest first. */
function hosts(folder: string): { readonly pid: string; readonly port: string }[] {
  try {
    return readdirSync(folder)
      .map((pid) => ({ pid, file: join(folder, pid) }))
      .sort((a, b) => statSync(b.file).mtimeMs - statSync(a.file).mtimeMs)
      .map(({ pid, file }) => ({ pid, port: readFileSync(file, 'utf8') }))
      .filter(({ port }) => port !== '');
  } catch {
    return [];
  }
}
