// Kills the extension host again and again; the journey does it a few times, the slow test fifty.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killRound, type KillFacts } from './killRound.ts';
import { seededRandom } from './seededRandom.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const HEADER = 'question,answer,question_id,aligned,coherent\n';
const BIG_ROWS = 30_000;
/** Longer than the import takes on a fast machine, so that kills after its end are among them. */
const LATEST_MS = 3_000;
/** A new database every few kills, so that checking it stays quick. */
const KILLS_EACH = 5;

/** Writes the files that are imported: a small one to label in, and one that takes seconds. */
export function writeKillWorkspace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'transcript-auditor-kill-'));
  mkdirSync(folder, { recursive: true });
  const rows = (count: number, name: string): string =>
    Array.from(
      { length: count },
      (_, row) =>
        `Why ${row % 7}?,"${`It all depends, said the ${name}. `.repeat(6)}${row}",q${row % 7},${row % 100},90\n`,
    ).join('');
  writeFileSync(join(folder, 'small.csv'), HEADER + rows(300, 'cat'));
  writeFileSync(join(folder, 'big.csv'), HEADER + rows(BIG_ROWS, 'owl'));
  return folder;
}

/** Opens a workbench and kills its extension host `kills` times. Throws with the round and its seed at a broken promise. */
export async function killJourney(
  kills: number,
  seed: number,
  onRound: (words: string) => void,
): Promise<readonly KillFacts[]> {
  const workspace = writeKillWorkspace();
  const random = seededRandom(seed);
  const all: KillFacts[] = [];
  const bench = await openWorkbench({
    workspace,
    inPlace: true,
    settings: { 'transcriptAuditor.annotator': 'kim' },
  });
  try {
    await bench.execute('transcriptAuditor.runs.focus');
    let databasePath = '';
    const earlierEvents = new Set<string>();
    for (let kill = 0; kill < kills; kill++) {
      if (kill % KILLS_EACH === 0) {
        databasePath = await startDatabase(bench, kill);
        earlierEvents.clear();
      }
      const momentMs = Math.round(random() * LATEST_MS);
      const where = `kill ${kill + 1} of ${kills}, ${momentMs} ms after the import began (seed ${seed})`;
      try {
        const answer = random() < 0.5 ? 'Keep' : 'Delete';
        const facts = await killRound(bench, { momentMs, answer, databasePath, earlierEvents });
        all.push(facts);
        for (const id of facts.confirmedEvents) earlierEvents.add(id);
        onRound(`${where}: ${factsInWords(facts)}`);
      } catch (error) {
        await bench.window.screenshot(join(tmpdir(), 'transcript-auditor-kill.png')).catch(() => undefined);
        throw new Error(`A promise was broken at ${where}`, { cause: error });
      }
    }
  } finally {
    await bench.close();
    rmSync(workspace, { recursive: true, force: true });
  }
  return all;
}

/** Switches to a new database with the small file in it and opens a transcript to label. */
async function startDatabase(bench: Workbench, number: number): Promise<string> {
  const path = join(bench.workspace, `killed-${number}.db`);
  await bench.execute('transcriptAuditor.newDatabase', { path });
  await bench.execute('transcriptAuditor.import', {
    paths: [join(bench.workspace, 'small.csv')],
    preview: false,
  });
  const [first] = (await bench.execute('transcriptAuditor.listTranscripts', { limit: 1 })) as number[];
  await bench.execute('transcriptAuditor.openTranscript', { transcriptId: first });
  await bench.window.webview('transcript');
  return path;
}

function factsInWords(facts: KillFacts): string {
  const imports = facts.cutOff
    ? `import cut off, ${facts.cutOffTranscripts} transcripts of unfinished imports in`
    : 'no import under way';
  const open = facts.isUnconfirmed ? 'one called not confirmed' : 'none open';
  const labels = `${facts.confirmedEvents.length} label events confirmed, “saved” said ${facts.saved} times, ${open}`;
  return `${labels}, ${facts.silentlySaved} on disk that no page was told of; ${imports}`;
}
