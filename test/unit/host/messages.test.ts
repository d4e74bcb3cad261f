import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { interruptedWords } from '../../../src/host/session/interruptedWords.ts';
import { plainMessage } from '../../../src/host/plainMessage.ts';

const HOST = fileURLToPath(new URL('../../../src/host/', import.meta.url));
/** What VS Code makes a link of (`linkedText.ts` of 1.139). */
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

test('a name that is written like a link stays words in a message', () => {
  const message = plainMessage(
    'Imported “[Repair](command:workbench.action.quit)” and [x](https://a.example "t").',
  );
  assert.doesNotMatch(message, LINK);
  assert.match(message, /\[Repair\] \(command:workbench\.action\.quit\)/);
});

test('characters that turn text around or can’t be seen are named in a message', () => {
  assert.equal(plainMessage('gpj\u202e.exe\u001b[31m\n'), 'gpj<U+202E>.exe<U+001B>[31m ');
});

test('every notification of ours goes through that', () => {
  const bare = /show(?:Information|Warning|Error)Message\(\s*(?!plainMessage|'|\s)(?<argument>[\w.]+)/g;
  const found: string[] = [];
  for (const path of readdirSync(HOST, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.ts')) continue;
    for (const { groups } of readFileSync(join(HOST, path), 'utf8').matchAll(bare)) {
      found.push(`${path}: ${groups?.['argument']?.trim() ?? ''}`);
    }
  }
  assert.deepEqual(
    found.filter((line) => !ALLOWED.has(line)),
    [],
  );
});

/** Modal dialogs show plain text, and what names no record needs no care. */
const ALLOWED = new Set([
  'trees/vscodeTreeUi.ts: message',
  'links.ts: message',
  'session/databaseCommands.ts: result.ok',
]);

test('an interrupted import is named with what is in, and what to do', () => {
  assert.equal(
    interruptedWords([{ runId: 1, name: 'big', transcripts: 11_539 }]),
    'An import was interrupted: “big”. 11,539 transcripts are in, marked partial. It can go on where it stopped.',
  );
  assert.equal(
    interruptedWords([{ runId: 1, name: 'big', transcripts: 0 }]),
    'An import was interrupted: “big”. Nothing had been stored, and nothing is left of it. Import the file again to have all of it.',
  );
  const five = ['a', 'b', 'c', 'd', 'e'].map((name, index) => ({ runId: index, name, transcripts: 1 }));
  assert.equal(
    interruptedWords(five),
    '5 imports were interrupted: “a”, “b”, “c” and 2 more. 5 transcripts are in, marked partial. They can go on where they stopped.',
  );
});
