/** What a colleague's label files would bring, in words. Free of `vscode`. */
import type { LabelPreview, PreviewedPerson } from '../../worker/tasks/previewLabels.ts';
import { counted } from '../exports/mergeWords.ts';

/** More people than this are counted, not named one by one. */
const MOST_PEOPLE = 12;

/** @param me the annotator of this window, where that is known */
export function previewWords(
  { people, schemes, queues, unread, failed, paths }: LabelPreview,
  me: string | undefined,
): { readonly question: string; readonly detail: string } {
  const names = people.map(({ name }) => name);
  const fresh = people.reduce((sum, person) => sum + person.fresh, 0);
  const lines = people.slice(0, MOST_PEOPLE).map((person) => personWords(person, person.name === me));
  if (people.length > MOST_PEOPLE) lines.push(`And ${people.length - MOST_PEOPLE} more people.`);
  if (schemes.length > 0) lines.push(`Given under: ${schemes.join(', ')}.`);
  if (queues > 0) lines.push(`${counted(queues, 'queue', 'queues')}.`);
  if (unread > 0) lines.push(`${counted(unread, 'line', 'lines')} can’t be read and will be listed.`);
  if (failed.length > 0) lines.push(`${counted(failed.length, 'file', 'files')} can’t be read at all.`);
  lines.push('Nothing of yours is replaced: labels are only ever added.');
  const whose = names.length === 0 ? 'These files hold no labels.' : `Import labels of ${listed(names)}?`;
  return {
    question: fresh === 0 && names.length > 0 ? `${whose} All of them are here already.` : whose,
    detail: [counted(paths.length, 'file', 'files') + ':', ...lines].join('\n'),
  };
}

/** `lee: 124 events on 98 transcripts, 2026-05-02 to 2026-05-09; 120 are new. 2 of the transcripts are not here: …` */
function personWords(
  { name, events, fresh, transcripts, here, from, to }: PreviewedPerson,
  isMe: boolean,
): string {
  const days = from.slice(0, 10) === to.slice(0, 10) ? day(from) : `${day(from)} to ${day(to)}`;
  const about = `${counted(events, 'event', 'events')} on ${counted(transcripts, 'transcript', 'transcripts')}, ${days}`;
  const isNew =
    fresh === 0 ? 'none is new' : fresh === events ? 'all new' : `${counted(fresh, 'is', 'are')} new`;
  const gone = transcripts - here;
  const elsewhere =
    gone === 0
      ? ''
      : ` ${gone === transcripts ? 'None of these transcripts is' : `${counted(gone, 'transcript isn’t', 'transcripts aren’t')}`} here: their labels wait for the results.`;
  return `${name}${isMe ? ' (you)' : ''}: ${about}; ${isNew}.${elsewhere}`;
}

function day(time: string): string {
  return time.slice(0, 10);
}

function listed(names: readonly string[]): string {
  if (names.length > 4) return `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
  const [last = '', ...before] = [...names].reverse();
  return before.length === 0 ? last : `${before.reverse().join(', ')} and ${last}`;
}
