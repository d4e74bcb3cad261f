/** What sharing did, in words. Free of `vscode`. */
import { basename } from 'node:path';
import type { SyncResult } from '../../worker/sharing/syncFolder.ts';
import type { SharingChance } from '../../worker/tasks/sharingChance.ts';
import { counted } from '../exports/mergeWords.ts';

const MOST_NAMES = 3;
/** Fewer labels than this are nobody's work yet. */
const ENOUGH_LABELS = 50;

/** `lee: 12 new labels · mo: 1 new label · 2 lines not read`; empty when nothing came. */
export function newsWords({ merged }: Pick<SyncResult, 'merged'>): string {
  const people = peopleOf(merged);
  const shown = people
    .slice(0, MOST_NAMES)
    .map(({ name, added }) => `${name}: ${counted(added, 'new label event', 'new label events')}`);
  if (people.length > MOST_NAMES) shown.push(`${people.length - MOST_NAMES} more people`);
  const unread = merged.reduce((sum, file) => sum + file.unread, 0);
  if (unread > 0) shown.push(`${counted(unread, 'line', 'lines')} not read (see Problems)`);
  return shown.join(' · ');
}

/** What the command says once both sides are in step. */
export function sharedWords(folder: string, { written, merged, failures }: SyncResult): string {
  const [failure] = failures;
  const said = [`Labels are shared in ${folder} from now on.`];
  if (failure !== undefined) said.push(`${failure.message} ${failure.hint}`);
  else said.push(`${counted(written, 'label event of yours was', 'label events of yours were')} written.`);
  const news = newsWords({ merged });
  if (news !== '') said.push(`Taken in: ${news}.`);
  return said.join(' ');
}

/** `lee.jsonl:8: The line is not JSON.` for the log. */
export function problemLines({ merged }: Pick<SyncResult, 'merged'>): readonly string[] {
  return merged.flatMap(({ path, problems }) =>
    problems.map(({ line, reason }) => `${basename(path)}:${line}: ${reason}`),
  );
}

/** The one question whether to share; undefined when there is nothing to ask about. */
export function offerWords({ own, others }: SharingChance, folder: string): string | undefined {
  if (others.length > 0) {
    const who = others.length > MOST_NAMES ? `${others.length} people` : others.join(', ');
    return `${folder} holds labels of ${who}. Take them in, keep them in step, and write yours there too?`;
  }
  if (own < ENOUGH_LABELS) return undefined;
  return `You have labelled ${counted(own, 'transcript', 'transcripts')} here. Write your labels to ${folder} as well, so that git or a shared folder takes them to colleagues?`;
}

/** Whose labels came, most first. */
function peopleOf(
  merged: SyncResult['merged'],
): readonly { readonly name: string; readonly added: number }[] {
  const added = new Map<string, number>();
  for (const file of merged) {
    for (const each of file.annotators) added.set(each.name, (added.get(each.name) ?? 0) + each.added);
  }
  return [...added].map(([name, count]) => ({ name, added: count })).sort((a, b) => b.added - a.added);
}
