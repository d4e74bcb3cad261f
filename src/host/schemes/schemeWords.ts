/** What an edit of a label scheme means for labels, and its versions, as the page shows them. Pure. */
import { groupedNumber } from '../../core/groupedNumber.ts';
import type { LabelScheme } from '../../core/labelScheme.ts';
import { schemeChanges } from '../../core/schemeChanges.ts';
import type { VersionView } from '../../protocol/schemePage.ts';
import type { SchemeUse } from '../../storage/labels/schemeUse.ts';
import { schemeVersion } from '../../storage/rows/versionHash.ts';

/** Versions that are spoken of one by one; the table has all. */
const MOST_SPOKEN = 3;
const MOST_ANSWERS = 6;

export interface Edit {
  /** As it is saved; null for a new one. */
  readonly saved: LabelScheme | null;
  /** What the fields stand for; null while they can't be used. */
  readonly next: LabelScheme | null;
  /** Of all schemes. */
  readonly uses: readonly SchemeUse[];
}

/** What is said before anything is saved: what labels keep, what the next ones are. Empty where nothing changes for them. */
export function consequences({ saved, next, uses }: Edit): readonly string[] {
  if (next === null) return [];
  const version = schemeVersion(next);
  if (saved !== null && schemeVersion(saved) === version) return [];
  const name = saved?.name ?? next.name;
  const before = uses.filter((use) => use.name === name && use.version !== version && use.labels > 0);
  const again = uses.find((use) => use.version === version && use.labels > 0);
  if (before.length === 0 && again === undefined) return [];
  const spoken = before.slice(-MOST_SPOKEN);
  const unspoken = before.length - spoken.length;
  return [
    ...spoken.flatMap((use) => keptSentences(use, next)),
    ...(unspoken > 0
      ? [`${unspoken} earlier ${unspoken === 1 ? 'version keeps its' : 'versions keep their'} labels too.`]
      : []),
    ...(saved !== null && saved.name !== next.name ? [`They stay labels of “${saved.name}”.`] : []),
    ...(saved !== null && saved.metric !== next.metric
      ? [
          'Labels from now on answer another question than those so far, which stay answers to the question before.',
        ]
      : []),
    again === undefined
      ? `Labels from now on are of the new version ${short(version)}.`
      : `Labels from now on are of version ${short(version)} again, under which there ${again.labels === 1 ? 'is' : 'are'} ${labelsOf(again.labels)} already.`,
  ];
}

/** One sentence on how many labels a version keeps, and one on each answer that means something else from now on. */
function keptSentences(
  { version, labels, annotators, scheme, byAnswer }: SchemeUse,
  next: LabelScheme,
): string[] {
  const by = annotators === 1 ? 'one person' : `${groupedNumber(annotators)} people`;
  const sentences = [
    `${labelsOf(labels)} by ${by} ${labels === 1 ? 'was' : 'were'} given under version ${short(version)}; ` +
      (labels === 1 ? 'it keeps it.' : 'they keep it.'),
  ];
  for (const { id, name, role } of (scheme?.answers ?? []).slice(0, 200)) {
    const count = byAnswer[id] ?? 0;
    const now = next.answers.find((answer) => answer.id === id);
    if (count === 0 || now?.role === role || sentences.length > MOST_ANSWERS) continue;
    const says = `${groupedNumber(count)} of them ${count === 1 ? 'says' : 'say'} “${name}” and ${count === 1 ? 'goes' : 'go'} on counting as ${role}`;
    sentences.push(
      now === undefined
        ? `${says}; the answer can’t be given any more.`
        : `${says}; from now on it is ${now.role}.`,
    );
  }
  return sentences;
}

/** Every version of the scheme that is known, oldest first, with what was labelled under it and what changed. */
export function versionViews({ saved, next, uses }: Edit): readonly VersionView[] {
  const name = saved?.name ?? next?.name;
  const savedVersion = saved === null ? '' : schemeVersion(saved);
  const nextVersion = next === null ? '' : schemeVersion(next);
  const known: SchemeUse[] = uses.filter((use) => use.name === name);
  for (const scheme of [saved, next]) {
    const version = scheme === null ? '' : schemeVersion(scheme);
    if (scheme === null || known.some((use) => use.version === version)) continue;
    known.push({
      name: scheme.name,
      version,
      scheme,
      labels: 0,
      byAnswer: {},
      annotators: 0,
      firstUsed: null,
    });
  }
  return known.map((use, at) => {
    const { version, scheme, labels, byAnswer, annotators, firstUsed } = use;
    const previous = known[at - 1]?.scheme ?? null;
    return {
      version: short(version),
      state: version === nextVersion ? 'now' : version === savedVersion ? 'saved' : 'before',
      firstUsed: firstUsed?.slice(0, 10) ?? '',
      labels,
      annotators,
      changes:
        scheme === null || previous === null ? [] : schemeChanges(previous, scheme).map(({ words }) => words),
      answers: (scheme?.answers ?? []).map((answer) => ({
        name: answer.name,
        role: answer.role,
        labels: byAnswer[answer.id] ?? 0,
      })),
    };
  });
}

function labelsOf(count: number): string {
  return `${groupedNumber(count)} ${count === 1 ? 'label' : 'labels'}`;
}

function short(version: string): string {
  return version.slice(0, 8);
}
