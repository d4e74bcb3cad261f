import { grouped } from '../../shared/text/textSize.ts';

/** Where one is in a long transcript. */
export function TurnPosition({ from, count }: { from: number; count: number }) {
  if (count < 12) return null;
  return (
    <p class="turn-position figures" aria-hidden="true">
      turn {grouped(from + 1)} of {grouped(count)}
    </p>
  );
}
