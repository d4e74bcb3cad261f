/** What a zip archive is, from its directory and the few small members that tell. */
import type { ZipHead } from './importer.ts';
import { openZip, type ZipArchive } from './zipArchive.ts';

const MAXIMUM_NAMES = 10_000;
const MAXIMUM_TEXT_BYTES = 16 * 1024 * 1024;
/** Members that say what archive this is: those of Inspect logs. */
const TELLING = ['header.json', '_journal/start.json'];

/** @throws AuditError as `openZip` does; a telling member that can't be read is left out */
export async function readZipHead(path: string): Promise<ZipHead> {
  const archive = await openZip(path, new AbortController().signal);
  try {
    const names = archive.members.slice(0, MAXIMUM_NAMES).map(({ name }) => name);
    return { names, count: archive.members.length, texts: await tellingTexts(archive) };
  } finally {
    await archive.close();
  }
}

async function tellingTexts(archive: ZipArchive): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const member of archive.members) {
    if (!TELLING.includes(member.name)) continue;
    try {
      texts.set(member.name, await archive.text(member, MAXIMUM_TEXT_BYTES));
    } catch {
      // Another one may tell as well; reading the file will say what is wrong.
    }
  }
  return texts;
}
