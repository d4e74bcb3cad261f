import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AuditError } from '../../core/errors.ts';
import { isWholeLine, type MeasuredFile } from './measureFile.ts';

/** Written at once; always whole lines. */
const PIECE_BYTES = 64 * 1024;

/** A file as it was found; nothing read and nothing left over where there is none yet. */
export type FileEnd = Pick<MeasuredFile, 'readBytes' | 'rest' | 'restBytes'>;

/**
 * Always at the end, whoever else writes: nothing of theirs is overwritten. Never through a link, which whoever may write
 * to the folder could put in the file's place, to have another file of the user's written to.
 */
const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);

/**
 * Adds lines at the end of a file, flushed to the disk when it returns. A last line that was cut off (by a crash, or a full
 * disk) is taken away first; one that only lacks its end gets that. When adding fails, the file ends with a whole line
 * again if that can be done at all, and the next call sees to it if not.
 *
 * @param found how the file ended when it was looked at
 * @param lines without their ends
 * @returns what was added behind `found.readBytes`, line ends included
 * @throws AuditError `file-changed` when it ends otherwise by now; what the file system throws, some lines may be there then
 */
export async function appendLines(
  path: string,
  found: FileEnd,
  lines: Iterable<string>,
): Promise<readonly Buffer[]> {
  const isWhole = isWholeLine(found.rest);
  const end = found.readBytes + (isWhole ? found.rest.length : 0);
  const added = isWhole ? [found.rest] : [];
  const handle = await open(path, APPEND, 0o666);
  let written = 0;
  try {
    await expectSize(handle, path, found.readBytes + found.restBytes);
    if (!isWhole && found.restBytes > 0) await handle.truncate(found.readBytes);
    for (const piece of piecesOf(lines, isWhole ? '\n' : '')) {
      try {
        await handle.appendFile(piece);
      } catch (error) {
        await takeBack(handle, end + written, piece.length);
        throw error;
      }
      written += piece.length;
      added.push(piece);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (end === 0) await syncFolder(dirname(path));
  return added;
}

function* piecesOf(lines: Iterable<string>, start: string): Generator<Buffer> {
  let text = start;
  for (const line of lines) {
    text += `${line}\n`;
    if (text.length < PIECE_BYTES) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

async function expectSize(handle: FileHandle, path: string, bytes: number): Promise<void> {
  const { size } = await handle.stat();
  if (size !== bytes) throw changed(path);
}

/** Removes a piece that only went in part, unless somebody else wrote behind it. */
async function takeBack(handle: FileHandle, end: number, pieceBytes: number): Promise<void> {
  try {
    const { size } = await handle.stat();
    if (size > end && size <= end + pieceBytes) await handle.truncate(end);
  } catch {
    // What could not be taken back now is cut off before the next line is written.
  }
}

function changed(path: string): AuditError {
  return new AuditError('file-changed', `${path} changed while labels were being written to it.`);
}

/** So that a new file is found again after a power cut; where folders can't be flushed the system does it by itself. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows has no such thing.
  }
}
