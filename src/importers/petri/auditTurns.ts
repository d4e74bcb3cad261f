/** The turns of an audit: what the target saw, and the other courses and views as branches. */
import type { Branch, Turn } from '../../core/transcript.ts';
import type { AuditDocument } from './auditDocument.ts';
import { courseBranches } from './courseBranches.ts';
import { petriTurn, type Speakers } from './petriMessage.ts';
import { alike, messagesOf, replayEvents, type Course, type CourseStep, type Replay } from './replay.ts';

export interface AuditTurns {
  readonly turns: readonly Turn[];
  readonly branches: readonly Branch[];
  /** What was passed over or doesn't agree, in words. */
  readonly warnings: readonly string[];
  /** Messages by view as they stand at the end, for what they say of the judge. */
  readonly views: ReadonlyMap<string, readonly unknown[]>;
}

/**
 * The target's final history, replayed from the events; `target_messages` where there are none, else the view that is
 * there, else `messages`. Where the file has it twice and they differ, the events are taken and the list is a branch.
 */
export function auditTurns(document: AuditDocument, speakers: Speakers): AuditTurns {
  const { views, problems } = replayEvents(document.events);
  const warnings = [...problems];
  const courses = views.map((view) => ({ ...view, left: [...view.left] }));
  const seen = courses.find(({ view, final }) => view === 'target' && final.tip !== undefined);
  const rest = { ...document };
  let own: Course;
  if (seen !== undefined) {
    own = seen.final;
    const listed = courseOf(document.targetMessages, own);
    if (document.targetMessages.length > 0 && listed.tip !== own.tip) {
      warnings.push('Its list target_messages isn’t what its events give; the events were taken.');
      seen.left.push({ ...listed, ended: 'as in target_messages' });
    }
  } else if (document.targetMessages.length > 0) {
    own = courseOf(document.targetMessages);
  } else {
    const other = courses.find(({ view, final }) => view === 'combined' && final.tip !== undefined);
    own = other?.final ?? courseOf(document.messages);
    if (other === undefined) rest.messages = [];
  }
  const auditor = courses.find(({ view }) => view === 'auditor');
  if (auditor === undefined && rest.messages.length > 0) {
    courses.push({ view: 'auditor', final: courseOf(rest.messages, own), left: [] });
  }
  return read(own, { views: courses, problems }, speakers, warnings);
}

function read(own: Course, replay: Replay, speakers: Speakers, warnings: string[]): AuditTurns {
  const turns = new Map<unknown, Turn | undefined>();
  let unread = 0;
  const turnOf = ({ message }: CourseStep): Turn | undefined => {
    if (!turns.has(message)) {
      const turn = petriTurn(message, speakers);
      if (turn === undefined) unread++;
      turns.set(message, turn);
    }
    return turns.get(message);
  };
  const ownTurns = stepsOf(own)
    .map(turnOf)
    .filter((turn) => turn !== undefined);
  const { branches, leftOut } = courseBranches(replay, own, turnOf);
  if (unread === 1) warnings.push('One message has no role that is known and was left out.');
  if (unread > 1) warnings.push(`${unread} messages have no role that is known and were left out.`);
  if (leftOut > 0) warnings.push(`${leftOut} branches were left out.`);
  return {
    turns: withPrefills(ownTurns),
    branches,
    warnings,
    views: new Map(replay.views.map(({ view, final }) => [view, messagesOf(final)])),
  };
}

/** What the auditor put into the target's mouth and the target went on with. */
function withPrefills(turns: readonly Turn[]): readonly Turn[] {
  return turns.map((turn, index) => {
    const next = turns[index + 1];
    const goesOn = turn.author === 'auditor' && turn.role === 'assistant' && next?.role === 'assistant';
    return goesOn && next.author !== 'auditor' ? { ...turn, author: 'prefill' } : turn;
  });
}

function stepsOf({ tip }: Course): readonly CourseStep[] {
  const steps: CourseStep[] = [];
  for (let step = tip; step !== undefined; step = step.parent) steps.push(step);
  return steps.reverse();
}

/** A list as a course that begins with the steps of another as far as they are alike. */
function courseOf(messages: readonly unknown[], other: Course = { tip: undefined }): Course {
  const known = stepsOf(other);
  let tip: CourseStep | undefined;
  let same = true;
  for (const [index, message] of messages.entries()) {
    const step = known[index];
    same &&= step !== undefined && alike(step.message, message);
    tip = same && step !== undefined ? step : { message, parent: tip, depth: index + 1 };
  }
  return { tip };
}
