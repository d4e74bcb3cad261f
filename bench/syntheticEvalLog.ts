/** Writes Inspect logs of any size, shaped as agentic ones are: most bytes are events that repeat the conversation. */
import { open } from 'node:fs/promises';
import { crc32, deflateRawSync, zstdCompressSync } from 'node:zlib';

const MESSAGES = 40;
const METHODS = { deflate: 8, zstd: 93 } as const;

/** Returns the number of samples written; the file is about `bytes` long. */
export async function writeEvalLog(
  path: string,
  packing: 'deflate' | 'zstd',
  bytes: number,
): Promise<number> {
  const file = await open(path, 'w');
  const directory: Buffer[] = [];
  let offset = 0;
  let samples = 0;
  try {
    const add = async (name: string, content: string): Promise<void> => {
      const { local, central } = member(name, Buffer.from(content), packing, offset);
      await file.write(local);
      directory.push(central);
      offset += local.length;
    };
    while (offset < bytes) {
      samples++;
      await add(`samples/${samples}_epoch_1.json`, sampleText(samples));
    }
    await add('header.json', headerText(samples));
    const central = Buffer.concat(directory);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(directory.length, 8);
    end.writeUInt16LE(directory.length, 10);
    end.writeUInt32LE(central.length, 12);
    end.writeUInt32LE(offset, 16);
    await file.write(Buffer.concat([central, end]));
  } finally {
    await file.close();
  }
  return samples;
}

function headerText(samples: number): string {
  return JSON.stringify({
    version: 2,
    status: 'success',
    eval: { task: 'agent', model: 'lab/model', dataset: { name: 'agent', samples } },
    results: {
      total_samples: samples,
      scores: [{ name: 'match', scorer: 'match', metrics: { accuracy: { name: 'accuracy', value: 0.5 } } }],
    },
  });
}

function sampleText(id: number): string {
  const messages = Array.from({ length: MESSAGES }, (_, index) => ({
    id: `m${id}-${index}`,
    role: index % 2 === 0 ? 'user' : 'assistant',
    source: index % 2 === 0 ? 'input' : 'generate',
    content: noise(id * 1000 + index, 1500),
  }));
  const events = messages
    .filter(({ role }) => role === 'assistant')
    .map((message, index) => ({
      event: 'model',
      model: 'lab/model',
      timestamp: '2026-01-01T00:00:00+00:00',
      input: messages.slice(0, index * 2 + 1),
      output: { model: 'model-1', choices: [{ message, stop_reason: 'stop' }] },
      call: { request: noise(id * 1000 + index + 500, 20_000) },
    }));
  const scores = { match: { value: id % 2 === 0 ? 'C' : 'I', answer: 'a' } };
  return JSON.stringify(
    { id, epoch: 1, input: messages[0]?.content, target: 'a', messages, scores, events, attachments: {} },
    null,
    2,
  );
}

/** Hexadecimal digits that don't pack below half. */
function noise(seed: number, length: number): string {
  let state = seed * 2_654_435_761 + 1;
  let text = '';
  while (text.length < length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += state.toString(36) + (state % 7 === 0 ? ' ' : '');
  }
  return text.slice(0, length);
}

function member(
  name: string,
  content: Buffer,
  packing: 'deflate' | 'zstd',
  offset: number,
): { local: Buffer; central: Buffer } {
  const packed = packing === 'zstd' ? zstdCompressSync(content) : deflateRawSync(content, { level: 1 });
  const common = Buffer.alloc(26);
  common.writeUInt16LE(packing === 'zstd' ? 63 : 20, 0);
  common.writeUInt16LE(METHODS[packing], 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const place = Buffer.alloc(14);
  place.writeUInt32LE(offset, 10);
  return {
    local: Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]),
    central: Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, place, Buffer.from(name)]),
  };
}
