/** Replays the events of an audit, view by view, into the courses that the conversation took. */
import { isObject, type JsonObject } from '../lenientJson.ts';
import { patchMessages } from './messagePatch.ts';

/** A message in a course: those that begin alike share it. */
export interface CourseStep {
  /** As last recorded: edits of what nobody sees don't make another course. */
  message: unknown;
  readonly parent: CourseStep | undefined;
  /** How many messages there are up to here. */
  readonly depth: number;
}

export interface Course {
  /** Undefined when it has no messages. */
  readonly tip: CourseStep | undefined;
  /** What ended it, in words; absent for the course that stands at the end. */
  readonly ended?: string;
}

export interface ViewReplay {
  readonly view: string;
  readonly final: Course;
  /** Courses that were left, in order. */
  readonly left: readonly Course[];
}

export interface Replay {
  /** In the order in which events name them. */
  readonly views: readonly ViewReplay[];
  /** What couldn't be replayed, in words. */
  readonly problems: readonly string[];
}

/** Views are the file's to name: more than this are nonsense. */
const MOST_VIEWS = 100;
const MOST_PROBLEMS = 20;
/** Messages of all courses together: edits near the beginning make each course anew. */
const MOST_STEPS = 50_000;
/** Patches go over all messages at each event; so much of it is no audit. */
const MOST_PATCHING = 5_000_000;

/**
 * A rollback keeps what is up to and including `to_id`; without one, or when it isn't there, it drops `count` messages.
 * A course is left where what it has in common with what comes after is shorter than itself. Two messages are alike when
 * what they say is: their ids and metadata aside.
 */
export function replayEvents(events: readonly unknown[]): Replay {
  const views = new Map<string, ViewState>();
  const problems: string[] = [];
  const shared: Shared = { patching: MOST_PATCHING, room: MOST_STEPS, steps: new Map() };
  for (const [index, event] of events.entries()) {
    if (!isObject(event) || !isObject(event['edit'])) continue;
    if (event['type'] !== undefined && event['type'] !== 'transcript_event') continue;
    for (const view of viewsOf(event)) {
      let state = views.get(view);
      if (state === undefined) {
        if (views.size >= MOST_VIEWS) continue;
        views.set(view, (state = new ViewState(shared)));
      }
      const problem = state.apply(event['edit']);
      if (problem === undefined) continue;
      const words = `Event ${index + 1} was passed over in the view “${view.slice(0, 40)}”: ${problem}.`;
      if (problems.length < MOST_PROBLEMS) problems.push(words);
      else problems[MOST_PROBLEMS] = 'More events were passed over.';
    }
  }
  return { views: [...views].map(([view, state]) => state.done(view)), problems };
}

/** The messages of a course from its beginning. */
export function messagesOf(course: Course): readonly unknown[] {
  const messages: unknown[] = [];
  for (let step = course.tip; step !== undefined; step = step.parent) messages.push(step.message);
  return messages.reverse();
}

function viewsOf(event: JsonObject): readonly string[] {
  const named = event['view'] ?? event['views'];
  const names = Array.isArray(named) ? (named as unknown[]) : [named];
  return [...new Set(names.filter((name) => typeof name === 'string'))].map((name) => name.slice(0, 200));
}

/** Between the views of one audit. */
interface Shared {
  /** How much patching is left. */
  patching: number;
  /** How many steps more there may be. */
  room: number;
  /** By message and what is before it: an event may be of several views, whose courses then begin with the same steps. */
  readonly steps: Map<unknown, Map<CourseStep | undefined, CourseStep>>;
}

class ViewState {
  #steps: CourseStep[] = [];
  /** The first place of each id among the steps. */
  readonly #places = new Map<string, number>();
  readonly #left: Course[] = [];
  readonly #shared: Shared;

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  /** What can't be applied, in words; undefined when it was. */
  apply(edit: JsonObject): string | undefined {
    if (this.#shared.room <= 0) return 'there are too many messages';
    switch (edit['operation']) {
      case 'add':
      case undefined: {
        if (!isObject(edit['message'])) return 'it adds no message';
        this.#push(edit['message']);
        return undefined;
      }
      case 'rollback':
        return this.#rollback(edit);
      case 'reset': {
        const messages = edit['new_messages'];
        if (!Array.isArray(messages)) return 'it resets to no list of messages';
        this.#become(messages, 'reset');
        return undefined;
      }
      case 'json_patch': {
        const patch = edit['patch'];
        if (!Array.isArray(patch)) return 'it has no list of changes';
        this.#shared.patching -= 1 + this.#steps.length + patch.length * (1 + this.#steps.length / 16);
        if (this.#shared.patching < 0) return 'there are too many edits';
        const outcome = patchMessages(
          this.#steps.map(({ message }) => message),
          patch,
        );
        if (outcome.kind === 'failed') return outcome.reason;
        const name = edit['name'];
        this.#become(
          outcome.messages,
          typeof name === 'string' && name !== '' ? name.slice(0, 200) : 'edited',
        );
        return undefined;
      }
      default:
        return 'what it does isn’t known';
    }
  }

  done(view: string): ViewReplay {
    return { view, final: { tip: this.#steps.at(-1) }, left: this.#left };
  }

  #rollback(edit: JsonObject): string | undefined {
    const to = edit['to_id'];
    const place = typeof to === 'string' ? this.#places.get(to) : undefined;
    const count = edit['count'];
    if (place === undefined && !Number.isSafeInteger(count))
      return 'it says neither where to nor by how many messages';
    const drop = Math.min(Math.max(count as number, 0), this.#steps.length);
    this.#truncate(place === undefined ? this.#steps.length - drop : place + 1, 'rolled back');
    return place === undefined && typeof to === 'string' && drop === 0
      ? 'the message it goes back to isn’t there'
      : undefined;
  }

  /** Goes on with these messages, from where they are no longer those that are there. */
  #become(messages: readonly unknown[], why: string): void {
    let same = 0;
    for (; same < this.#steps.length && same < messages.length; same++) {
      const step = this.#steps[same];
      if (step?.message === messages[same]) continue;
      if (step === undefined || !alike(step.message, messages[same])) break;
      this.#forget(same);
      step.message = messages[same];
      this.#remember(same);
    }
    this.#truncate(same, why);
    for (const message of messages.slice(same)) this.#push(message);
  }

  #truncate(length: number, why: string): void {
    const tip = this.#steps.at(-1);
    if (tip === undefined || length >= this.#steps.length) return;
    this.#left.push({ tip, ended: why });
    for (let at = length; at < this.#steps.length; at++) this.#forget(at);
    this.#steps.length = length;
  }

  #forget(at: number): void {
    const id = idOf(this.#steps[at]?.message);
    if (id !== undefined && this.#places.get(id) === at) this.#places.delete(id);
  }

  #remember(at: number): void {
    const id = idOf(this.#steps[at]?.message);
    if (id !== undefined && !this.#places.has(id)) this.#places.set(id, at);
  }

  #push(message: unknown): void {
    const at = this.#steps.length;
    const parent = this.#steps.at(-1);
    const known = this.#shared.steps.get(message);
    const same = known?.get(parent);
    const step = same ?? { message, parent, depth: at + 1 };
    if (same === undefined) {
      this.#shared.room--;
      if (known !== undefined) known.set(parent, step);
      else if (typeof message === 'object') this.#shared.steps.set(message, new Map([[parent, step]]));
    }
    this.#steps.push(step);
    this.#remember(at);
  }
}

function idOf(message: unknown): string | undefined {
  return isObject(message) && typeof message['id'] === 'string' ? message['id'] : undefined;
}

const SAID = ['role', 'type', 'content', 'tool_calls', 'tool_call_id', 'function', 'error', 'model'];

/** True when two messages say the same. */
export function alike(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isObject(a) || !isObject(b)) return sameJson(a, b);
  return SAID.every((key) => sameJson(a[key] ?? null, b[key] ?? null));
}

function sameJson(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
