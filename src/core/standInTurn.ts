/** Identity for transcripts whose text isn't in any file at hand: labels and verdicts keyed by an id alone. */
import type { Turn } from './transcript.ts';

/**
 * The one turn of such a transcript. Its text is what labels are tied to, so it depends on nothing but its arguments.
 *
 * @param dataset what the ids belong to, as `placedName` makes it of a file's name; the same words, and labels meet
 * @param id as recorded; several columns joined with ` / `
 */
export function standInTurn(dataset: string, id: string): Turn {
  const raw = `Item ${id} of ${dataset} (its text isn’t recorded)`;
  return {
    role: 'user',
    raw,
    rawKind: 'text',
    parts: [{ kind: 'text', text: raw }],
    provenance: { standIn: true, dataset, id },
  };
}

/** True when the turn stands for a text that isn't known. */
export function isStandIn(turn: Turn): boolean {
  return turn.provenance?.['standIn'] === true;
}
