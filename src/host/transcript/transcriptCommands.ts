/** Opening, reading and labelling by command; each takes its answers as arguments too. */
import * as v from 'valibot';
import * as vscode from 'vscode';
import { formatContentKey } from '../../core/contentKey.ts';
import { AuditError } from '../../core/errors.ts';
import type { PanelAction } from '../../protocol/transcriptPanel.ts';
import type { Command } from '../commands/command.ts';
import type { Host } from '../hostContext.ts';
import { giveLabel } from './labelActs.ts';
import { openEdit } from './editDocuments.ts';
import type { Drawn } from './shownPlace.ts';

const which = v.object({
  transcriptId: v.optional(v.number()),
  key: v.optional(v.string()),
  preserveFocus: v.optional(v.boolean()),
  findingId: v.optional(v.number()),
});

/** The transcript an argument names: by id, by content key, or a node of the tree, which carries its id. */
async function transcriptIdOf(host: Host, argument: unknown): Promise<number | undefined> {
  const parsed = v.safeParse(which, argument);
  if (!parsed.success) return undefined;
  const { transcriptId, key } = parsed.output;
  if (transcriptId !== undefined) return transcriptId;
  if (key === undefined) return undefined;
  if ((await host.session.openExisting()) === undefined) {
    throw new AuditError(
      'not-found',
      'There is no database here yet, so the transcript can’t be found.',
      'Import the results it belongs to, or choose the database that holds them.',
    );
  }
  const found = host.reader.idByKey(key);
  if (found === undefined) {
    throw new AuditError(
      'not-found',
      `No transcript with the key ${key} is in this database.`,
      'Import the results it belongs to, or choose the database that holds them.',
    );
  }
  return found;
}

/** Opens a transcript and answers, once it is on screen, with its id and how long that took. */
async function open(host: Host, toSide: boolean, argument: unknown): Promise<Drawn | undefined> {
  const id = (await transcriptIdOf(host, argument)) ?? host.panels.current?.transcriptId;
  if (id === undefined) return undefined;
  await host.session.openExisting();
  const parsed = v.safeParse(which, argument);
  const preserveFocus = parsed.success && parsed.output.preserveFocus === true;
  const findingId = parsed.success ? parsed.output.findingId : undefined;
  return host.panels.open(id, { toSide, preserveFocus, findingId });
}

async function label(host: Host, argument: unknown): Promise<string | undefined> {
  const named = v.safeParse(v.object({ answer: v.string() }), argument);
  const id = (await transcriptIdOf(host, argument)) ?? host.panels.current?.transcriptId;
  if (id === undefined) {
    throw new AuditError(
      'not-found',
      'No transcript is open to label.',
      'Open one from the Runs view first.',
    );
  }
  const answer = named.success ? named.output.answer : await pickAnswer(host);
  if (answer === undefined) return undefined;
  const queue = host.panels.current?.placeOf(id);
  const given = await giveLabel(host, host.reader, {
    transcriptId: id,
    change: { action: 'answer', answer },
    secondsSpent: null,
    judgeVisible: true,
    ...(queue === undefined ? {} : { queue }),
  });
  return given.eventId;
}

async function pickAnswer(host: Host): Promise<string | undefined> {
  const items = host.scheme().answers.map(({ id, name, key, description }) => ({
    id,
    label: name,
    description: `${key}`,
    detail: description,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: 'Label this transcript as…' });
  return picked?.id;
}

/** A command that does in the page what its key does. */
function act(id: Command['id'], title: string, action: PanelAction): Command {
  return { id, title, run: (host) => host.panels.act({ action }) };
}

export const transcriptCommands: readonly Command[] = [
  {
    id: 'transcriptAuditor.openTranscript',
    title: 'Open Transcript',
    run: (host, argument) => open(host, false, argument),
  },
  {
    id: 'transcriptAuditor.openTranscriptToSide',
    title: 'Open Transcript to the Side',
    run: (host, argument) => open(host, true, argument),
  },
  {
    id: 'transcriptAuditor.reopenLastTranscript',
    title: 'Reopen Last Transcript',
    run: async (host) => {
      const last = host.lastTranscript.key();
      if (last === undefined)
        throw new AuditError('not-found', 'No transcript was opened in this workspace yet.');
      return open(host, false, { key: last });
    },
  },
  { id: 'transcriptAuditor.label', title: 'Label Transcript…', run: label },
  act('transcriptAuditor.nextTranscript', 'Next Transcript', 'next'),
  act('transcriptAuditor.previousTranscript', 'Previous Transcript', 'previous'),
  act('transcriptAuditor.nextUnlabelled', 'Next Unlabelled Transcript', 'next-unlabelled'),
  act('transcriptAuditor.skipItem', 'Skip Item of the Queue', 'skip'),
  act('transcriptAuditor.addNote', 'Add Note to Transcript', 'note'),
  act('transcriptAuditor.toggleFlag', 'Flag or Unflag Transcript', 'flag'),
  act('transcriptAuditor.setConfidence', 'Say How Sure You Are of the Label', 'confidence'),
  act('transcriptAuditor.markPassage', 'Mark Selected Passage', 'mark'),
  act('transcriptAuditor.nextPassage', 'Next Marked Passage', 'next-passage'),
  act('transcriptAuditor.labelReasoning', 'Label the Reasoning or the Answer', 'label-reasoning'),
  act('transcriptAuditor.nextQuestion', 'Next Question', 'next-question'),
  act('transcriptAuditor.clearLabel', 'Clear Label', 'clear'),
  act('transcriptAuditor.undoLabel', 'Undo Label', 'undo'),
  act('transcriptAuditor.redoLabel', 'Redo Label', 'redo'),
  act('transcriptAuditor.findInTranscript', 'Find in Transcript', 'find'),
  act('transcriptAuditor.toggleRaw', 'Show Transcript as Recorded', 'raw'),
  act('transcriptAuditor.toggleJudge', 'Show or Hide Judge', 'toggle-judge'),
  act('transcriptAuditor.keepTranscript', 'Keep Transcript Tab', 'keep'),
  act('transcriptAuditor.showKeys', 'Show Transcript Keys', 'help'),
  {
    id: 'transcriptAuditor.copyTranscript',
    title: 'Copy Transcript…',
    run: async (host, argument) => {
      const id = (await transcriptIdOf(host, argument)) ?? host.panels.current?.transcriptId;
      if (id === undefined) throw new AuditError('not-found', 'No transcript is open to copy.');
      const given = v.safeParse(v.object({ as: v.picklist(['text', 'markdown', 'json', 'link']) }), argument);
      const as = given.success
        ? given.output.as
        : (
            await vscode.window.showQuickPick(
              [
                { label: 'Text', as: 'text' as const },
                { label: 'Markdown', as: 'markdown' as const },
                { label: 'JSON', as: 'json' as const },
                { label: 'Link', as: 'link' as const },
              ],
              { placeHolder: 'Copy the transcript as…' },
            )
          )?.as;
      const item = host.work.itemAt(host.panels.current?.placeOf(id));
      if (as !== undefined && as !== 'link') await host.covers.demandSight('A copy', id, item);
      if (as !== undefined) await host.copy(id, as);
      return as;
    },
  },
  {
    id: 'transcriptAuditor.transcriptInfo',
    title: 'Copy Transcript Details',
    run: async (host, argument) => {
      const id = (await transcriptIdOf(host, argument)) ?? host.panels.current?.transcriptId;
      if (id === undefined) throw new AuditError('not-found', 'No transcript is open.');
      await host.covers.demandSight('Its details', id);
      const transcript = host.reader.stored(id);
      const details = { ...transcript, key: formatContentKey(transcript.key) };
      await vscode.env.clipboard.writeText(JSON.stringify(details, null, 2));
      return details;
    },
  },
  {
    id: 'transcriptAuditor.openEdit',
    title: 'Open Edited Document as Diff',
    run: async (host, argument) => {
      const id = (await transcriptIdOf(host, argument)) ?? host.panels.current?.transcriptId;
      if (id === undefined) throw new AuditError('not-found', 'No transcript is open.');
      await openEdit(id, host.reader.heading(id).title, host.reader.stored(id).metadata);
      return { transcriptId: id };
    },
  },
];
