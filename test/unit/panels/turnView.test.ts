import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Part, Turn } from '../../../src/core/transcript.ts';
import { drawableImage } from '../../../src/host/transcript/imageSource.ts';
import { turnView } from '../../../src/host/transcript/turnView.ts';
import { STRIP_LIMIT } from '../../../src/protocol/transcriptParts.ts';
import { PIXEL } from '../../support/pictures.ts';

const turn = (parts: readonly Part[], change: Partial<Turn> = {}): Turn => ({
  role: 'assistant',
  raw: '',
  rawKind: 'json',
  parts,
  ...change,
});
const only = (part: Part) => turnView(turn([part]), 0).parts[0];

test('a call and its result keep what joins them, and a failed one says how', () => {
  assert.deepEqual(only({ kind: 'tool-call', text: '{}', name: 'bash', callId: 'c1' }), {
    kind: 'tool-call',
    text: '{}',
    fullLength: 2,
    toolName: 'bash',
    callId: 'c1',
  });
  const error = { type: 'timeout', message: 'took over 30 s' };
  assert.deepEqual(only({ kind: 'tool-result', text: '', callId: 'c1', name: 'bash', error }), {
    kind: 'tool-result',
    text: '',
    fullLength: 0,
    toolName: 'bash',
    callId: 'c1',
    error,
  });
});

test('reasoning says when the provider encrypted it', () => {
  const part = only({ kind: 'reasoning', text: 'a summary', origin: 'field', closed: true, redacted: true });
  assert.equal(part?.redacted, true);
  assert.equal(only({ kind: 'reasoning', text: '', origin: 'field', closed: true })?.redacted, undefined);
});

test('a picture in the data is drawn; addresses, vector graphics and whatever only says it is one are named', () => {
  assert.equal(drawableImage(PIXEL).uri, PIXEL);
  const svg = Buffer.from('<svg onload="alert(1)"/>').toString('base64');
  const refusals = [
    'https://tracker.example/pixel.png',
    'http://127.0.0.1/x.png',
    '//tracker.example/x.png',
    'javascript:alert(1)',
    'file:///etc/passwd',
    `data:image/svg+xml;base64,${svg}`,
    'data:image/svg+xml,<svg/>',
    `data:image/png;base64,${svg}`,
    'data:text/html;base64,PGI+',
    'data:image/png,rawbytes',
    `data:image/png;base64,"><script>`,
    `data:image/png;base64,${'A'.repeat(11_000_000)}`,
  ];
  for (const source of refusals) {
    const image = drawableImage(source);
    assert.equal(image.uri, null, source.slice(0, 60));
    assert.notEqual(image.uri === null && image.refusal, '');
  }
});

test('a picture that would be gigabytes when drawn is named', () => {
  const bytes = Buffer.from(PIXEL.slice(PIXEL.indexOf(',') + 1), 'base64');
  bytes.writeUInt32BE(60_000, 16);
  bytes.writeUInt32BE(60_000, 20);
  const image = drawableImage(`data:image/png;base64,${bytes.toString('base64')}`);
  assert.deepEqual(image, { uri: null, refusal: 'too many pixels to draw' });
});

test('small pictures come with their turn, large ones when they are asked for', () => {
  assert.equal(only({ kind: 'image', text: 'png', source: PIXEL })?.imageSource, PIXEL);
  const large = only({ kind: 'image', text: 'png', source: PIXEL.replace(/=*$/, 'A'.repeat(200_000)) });
  assert.equal(large?.imageSource, undefined);
  assert.ok((large?.imageBytes ?? 0) > 100_000);
  const remote = only({ kind: 'image', text: 'https://x.example/a.png', source: 'https://x.example/a.png' });
  assert.equal(remote?.imageRefusal, 'not loaded');
});

test('a token strip is cut and says how long it was', () => {
  const tokens = Array.from({ length: STRIP_LIMIT + 7 }, (_, position) => ({ position, id: position }));
  const part = only({ kind: 'tokens', text: '', tokens });
  assert.equal(part?.tokens?.length, STRIP_LIMIT);
  assert.equal(part?.tokenCount, STRIP_LIMIT + 7);
});

test('what is known of a turn’s making is text, usage number by number', () => {
  const provenance = {
    model: 'm-1',
    usage: { output_tokens: 812 },
    stopReason: 'stop',
    empty: null,
    at: [1],
  };
  assert.deepEqual(turnView(turn([], { provenance, author: 'prefill' }), 3), {
    index: 3,
    role: 'assistant',
    parts: [],
    author: 'prefill',
    provenance: [
      { name: 'model', value: 'm-1' },
      { name: 'output_tokens', value: '812' },
      { name: 'stopReason', value: 'stop' },
      { name: 'at', value: '[1]' },
    ],
  });
});
