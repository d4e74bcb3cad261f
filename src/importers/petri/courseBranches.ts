/** Turns the courses of an audit into a transcript's turns and its branches. */
import type { Branch, Turn } from '../../core/transcript.ts';
import type { Course, CourseStep, Replay, ViewReplay } from './replay.ts';

/** More branches than this are no audit; the rest is left out, and said so. */
const MOST_BRANCHES = 1000;
const VIEW_ORDER = ['target', 'auditor', 'judge', 'combined'];

export interface CourseBranches {
  readonly branches: readonly Branch[];
  readonly leftOut: number;
}

/**
 * Every course but the transcript's own, each with only the turns that no course before it has. Views come as target,
 * auditor, judge, combined, then others; within one the courses that were left, in order, after the one that stands.
 * Courses that were left with nothing of their own are left out, and so are views that saw just what the target did.
 *
 * @param own the transcript's own course: branch 0
 * @param turnOf reads a message; undefined for those that can't be read, which end no course
 */
export function courseBranches(
  replay: Replay,
  own: Course,
  turnOf: (step: CourseStep, view: string) => Turn | undefined,
): CourseBranches {
  const places = new Places();
  places.claim(own, 0, (step) => turnOf(step, 'target'));
  const branches: Branch[] = [];
  let leftOut = 0;
  for (const { view, final, left } of inOrder(replay.views)) {
    let count = 0;
    for (const course of [final, ...left]) {
      if (course.tip === undefined || (course.tip === own.tip && course === final)) continue;
      if (branches.length >= MOST_BRANCHES) {
        leftOut++;
        continue;
      }
      const claimed = places.claim(course, branches.length + 1, (step) => turnOf(step, view));
      // What another party saw is worth knowing also where a course before it was the same.
      const isView = course === final && view !== 'target' && claimed.shared > 0;
      if (claimed.turns.length === 0 && !isView) continue;
      const { parent, shared, turns } = claimed;
      const name = course.ended === undefined ? 'final' : `branch ${++count}, ${course.ended}`;
      branches.push({ view, name, ...(parent === undefined ? undefined : { parent }), shared, turns });
    }
  }
  return { branches, leftOut };
}

function inOrder(views: readonly ViewReplay[]): readonly ViewReplay[] {
  const rank = ({ view }: ViewReplay): number => {
    const place = VIEW_ORDER.indexOf(view);
    return place < 0 ? VIEW_ORDER.length : place;
  };
  return [...views].sort((a, b) => rank(a) - rank(b));
}

interface Place {
  readonly branch: number;
  /** Turns from the branch's beginning up to here, this step's included. */
  readonly turns: number;
}

interface Claimed {
  readonly parent: number | undefined;
  readonly shared: number;
  readonly turns: readonly Turn[];
}

/** Which branch each step belongs to: the first that has it. */
class Places {
  readonly #places = new Map<CourseStep, Place>();

  claim(course: Course, branch: number, turnOf: (step: CourseStep) => Turn | undefined): Claimed {
    const steps: CourseStep[] = [];
    let step = course.tip;
    for (; step !== undefined && !this.#places.has(step); step = step.parent) steps.push(step);
    const from = step === undefined ? undefined : this.#places.get(step);
    const shared = from?.turns ?? 0;
    const turns: Turn[] = [];
    const placed: [CourseStep, Place][] = [];
    for (const own of steps.reverse()) {
      const turn = turnOf(own);
      if (turn !== undefined) turns.push(turn);
      placed.push([own, { branch, turns: shared + turns.length }]);
    }
    // Without turns of its own there will be no such branch for later ones to begin with.
    if (turns.length > 0) for (const [own, place] of placed) this.#places.set(own, place);
    return { parent: shared > 0 ? from?.branch : undefined, shared, turns };
  }
}
