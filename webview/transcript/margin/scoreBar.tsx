import type { JudgmentView } from '../../../src/protocol/transcriptPanel.ts';
import { percentOf, scoreText } from './numbers.ts';

interface ScoreBarProps {
  readonly value: number | null;
  readonly scale: NonNullable<JudgmentView['scale']>;
  readonly thresholds: JudgmentView['thresholds'];
}

/** A score on its scale, with the places where the rule's comparisons stand. */
export function ScoreBar({ value, scale, thresholds }: ScoreBarProps) {
  const words = [
    value === null ? 'no score' : scoreText(value),
    `on a scale from ${scale.minimum} to ${scale.maximum}`,
    ...thresholds.map(thresholdWords),
  ].join(', ');
  return (
    <div class="score" role="img" aria-label={words}>
      <div class="score-track">
        {value === null ? null : <div class="score-fill" style={{ width: `${percentOf(value, scale)}%` }} />}
        {thresholds.map((threshold, index) => (
          <div key={index} class="score-mark" style={{ left: `${percentOf(threshold.number, scale)}%` }} />
        ))}
      </div>
      <div class="score-legend figures">
        <span>{scale.minimum}</span>
        <span class="score-rules">{thresholds.map(thresholdWords).join(' · ')}</span>
        <span>{scale.maximum}</span>
      </div>
    </div>
  );
}

function thresholdWords({ op, number, part }: JudgmentView['thresholds'][number]): string {
  return `${part === 'gate' ? 'counted when' : 'positive when'} ${op} ${number}`;
}
