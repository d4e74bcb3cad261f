import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { contentKeyInput } from '../../../src/core/contentKey.ts';
import type { ImportedTranscript } from '../../../src/core/imported.ts';
import { transcriptsJsonl } from '../../../src/exporters/transcriptsJsonl.ts';
import { writeExport } from '../../../src/exporters/writeExport.ts';
import { chatJsonl } from '../../../src/importers/chatJsonl.ts';
import { transcript } from '../../support/exportedTranscripts.ts';

const folder = await mkdtemp(join(tmpdir(), 'reimport-'));
after(() => rm(folder, { recursive: true, force: true }));

async function imported(path: string): Promise<ImportedTranscript[]> {
  const transcripts: ImportedTranscript[] = [];
  const options = { path, signal: new AbortController().signal, onBytes: () => undefined };
  for await (const batch of chatJsonl.read(options)) {
    for (const item of batch) {
      assert.equal(item.kind, 'transcript', JSON.stringify(item));
      if (item.kind === 'transcript') transcripts.push(item.transcript);
    }
  }
  return transcripts;
}

/** Chats in the shapes that tools write: reasoning, tool calls, lists of parts, empty and odd texts. */
const CHATS: readonly unknown[] = [
  {
    messages: [
      { role: 'user', content: 'one' },
      { role: 'assistant', content: 'two' },
      { role: 'user', content: 'three' },
    ],
  },
  {
    messages: [
      { role: 'user', content: 'a\r\nb' },
      { role: 'assistant', content: '<think>hm</think>yes' },
    ],
  },
  {
    messages: [
      { role: 'system', content: '' },
      { role: 'user', content: '"=1' },
      { role: 'assistant', content: '' },
    ],
  },
  {
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'look' },
          { type: 'image_url', image_url: { url: 'x.png' } },
        ],
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{"q": 1}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'found' },
      { role: 'assistant', reasoning_content: 'so', content: 'done', extra: null },
    ],
  },
  {
    messages: [
      { role: 'user', content: 'go on' },
      { role: 'assistant', content: 'Sure,' },
      { role: 'assistant', content: ' I' },
    ],
  },
];

describe('transcripts exported as JSON Lines and imported again', () => {
  test('have the texts that labels are tied to', async () => {
    const original = join(folder, 'chats.jsonl');
    await writeFile(original, CHATS.map((chat) => `${JSON.stringify(chat)}\n`).join(''));
    const first = await imported(original);
    assert.equal(first.length, CHATS.length);

    const path = join(folder, 'exported.jsonl');
    const rows = first.map(({ turns, probe, prompt }) =>
      transcript({
        turns,
        probe,
        prompt,
        answerTurn: turns.findLastIndex((turn) => turn.role === 'assistant'),
      }),
    );
    const columns = { metrics: [], annotators: [] };
    await writeExport(path, transcriptsJsonl.chunks({ columns, rows }, { neutralise: false }));

    const second = await imported(path);
    assert.deepEqual(
      second.map(({ turns }) => contentKeyInput(turns)),
      first.map(({ turns }) => contentKeyInput(turns)),
    );
  });
});
