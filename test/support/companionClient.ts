// Talks to the companion extension (test/support/companion) in the extension host of a workbench.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitUntil } from './waitUntil.ts';

/** Where the companion extension is. */
export const COMPANION = join(dirname(fileURLToPath(import.meta.url)), 'companion');

/** Asks the companion of the youngest extension host that answers; waits while it starts. */
export async function askCompanion(
  folder: string,
  question: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const answer = await waitUntil('the companion extension answers', 30_000, async () => {
    for (const port of ports(folder)) {
      try {
        const response = await fetch(`http://127.0.0.1:${port}/`, {
          method: 'POST',
          body: JSON.stringify(question),
        });
        return (await response.json()) as { readonly result?: unknown; readonly error?: string };
      } catch {
        // The extension host of that port is gone: ask the next.
      }
    }
    return undefined;
  });
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer.result;
}

function ports(folder: string): string[] {
  try {
    return readdirSync(folder)
      .map((name) => join(folder, name))
      .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
      .map((file) => readFileSync(file, 'utf8'))
      .filter((port) => port !== '');
  } catch {
    return [];
  }
}
