/** Events made by hand, and what their replay comes to, for the tests of this folder. */
import assert from 'node:assert/strict';
import type { Branch } from '../../../../src/core/transcript.ts';
import { courseBranches } from '../../../../src/importers/petri/courseBranches.ts';
import { petriTurn } from '../../../../src/importers/petri/petriMessage.ts';
import { messagesOf, replayEvents } from '../../../../src/importers/petri/replay.ts';

/** A user's message. */
export const say = (id: string, content = id): object => ({ role: 'user', id, content });
/** An event that adds one. */
export const add = (id: string, view: unknown = 'target'): object => ({
  type: 'transcript_event',
  view,
  edit: { operation: 'add', message: say(id) },
});
export const edit = (operation: string, fields: object, view: unknown = 'target'): object => ({
  type: 'transcript_event',
  view,
  edit: { operation, ...fields },
});
/** An event that patches the target's messages. */
export const patch = (...changes: readonly object[]): object => edit('json_patch', { patch: changes });

export interface Outcome {
  /** The final course of the target, by content. */
  readonly own: string;
  /** `view name: parent+shared turns` of each branch. */
  readonly branches: readonly string[];
  /** Each branch whole. */
  readonly whole: readonly string[];
  readonly problems: readonly string[];
}

export function outcomeOf(events: readonly unknown[]): Outcome {
  const replay = replayEvents(events);
  const final = replay.views.find(({ view }) => view === 'target')?.final ?? { tip: undefined };
  const own = messagesOf(final).map((message) => petriTurn(message, {})?.raw ?? '?');
  const { branches } = courseBranches(replay, final, ({ message }) => petriTurn(message, {}));
  const raws = ({ turns }: Branch): string[] => turns.map(({ raw }) => raw);
  const wholeOf = (index: number): string[] => {
    if (index === 0) return own;
    const branch = branches[index - 1];
    assert.ok(branch);
    assert.ok((branch.parent ?? 0) < index, 'a parent comes before its branches');
    const before = branch.parent === undefined ? [] : wholeOf(branch.parent).slice(0, branch.shared);
    assert.equal(before.length, branch.shared);
    return [...before, ...raws(branch)];
  };
  return {
    own: own.join(' '),
    branches: branches.map(
      (branch) =>
        `${branch.view} ${branch.name}: ${branch.parent ?? '-'}+${branch.shared} ${raws(branch).join(' ')}`,
    ),
    whole: branches.map((_, index) => wholeOf(index + 1).join(' ')),
    problems: replay.problems,
  };
}
