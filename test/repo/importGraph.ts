// Who imports whom in src and webview, read with TypeScript's own scanner; type-only imports count.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** The top folder of the repository. */
export const REPOSITORY = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** One import: a file and what it names, as a path in the repository or a package's name. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** All imports of the TypeScript files below these folders. Paths have forward slashes and start at the repository. */
export function arrowsOf(...folders: readonly string[]): Arrow[] {
  return filesBelow(...folders)
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((from) =>
      ts
        .preProcessFile(readFileSync(join(REPOSITORY, from), 'utf8'), true, true)
        .importedFiles.map(({ fileName }) => ({ from, to: target(from, fileName) })),
    );
}

/** Files below folders of the repository, installed packages and built things left out. */
export function filesBelow(...folders: readonly string[]): string[] {
  return folders.flatMap((folder) => {
    let entries: string[];
    try {
      entries = readdirSync(join(REPOSITORY, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(REPOSITORY, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
    } catch {
      entries = [];
    }
    return entries.filter((path) => !/(^|\/)(node_modules|dist|out|\.git|\.vscode-test)\//.test(path)).sort();
  });
}

function target(from: string, specifier: string): string {
  return specifier.startsWith('.') ? join(dirname(from), specifier).replaceAll('\\', '/') : specifier;
}
