/** Small pictures drawn by us, so that no icon font has to load. Shapes differ, not only colours. */
import type { ComponentChildren } from 'preact';

function Icon({ children, className = 'icon' }: { children: ComponentChildren; className?: string }) {
  return (
    <svg class={className} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

const LINES = {
  up: 'M3 10.5 8 5.5l5 5',
  down: 'M3 5.5l5 5 5-5',
  left: 'M10.5 3 5.5 8l5 5',
  right: 'M5.5 3l5 5-5 5',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  pin: 'M6 2h4M7 2v5L5 9.5h6L9 7V2M8 9.5V14',
  flag: 'M4 14V2.5h7.5L9.5 5.5l2 3H4',
  warning: 'M8 2.5 14.5 13.5h-13zM8 6.5v3.5M8 11.6v.6',
} as const;

export type LineIcon = keyof typeof LINES;

export function LineIcon({ name }: { name: LineIcon }) {
  return (
    <Icon>
      <path d={LINES[name]} class="icon-line" />
    </Icon>
  );
}

export function MoreIcon() {
  return (
    <Icon>
      <circle cx="3" cy="8" r="1.2" />
      <circle cx="8" cy="8" r="1.2" />
      <circle cx="13" cy="8" r="1.2" />
    </Icon>
  );
}

export type VerdictShape = 'positive' | 'negative' | 'excluded' | 'undecided' | 'missing' | 'conflict';

/** A verdict by shape and colour: triangle, ring with tick, square with bar, half disc, dashed ring, two arrows. */
export function VerdictIcon({ shape }: { shape: VerdictShape }) {
  return <Icon className={`icon verdict verdict-${shape}`}>{SHAPES[shape]}</Icon>;
}

const SHAPES: Readonly<Record<VerdictShape, ComponentChildren>> = {
  positive: <path d="M8 2 15 14H1z" class="mark" />,
  negative: (
    <>
      <circle cx="8" cy="8" r="6" class="mark" />
      <path d="M5 8.2 7.2 10.5 11 5.8" class="mark-inner" />
    </>
  ),
  excluded: (
    <>
      <rect x="2.5" y="2.5" width="11" height="11" class="mark" />
      <path d="M5 8h6" class="mark-inner" />
    </>
  ),
  undecided: (
    <>
      <circle cx="8" cy="8" r="6" class="mark-outline" />
      <path d="M8 2a6 6 0 0 1 0 12z" class="mark" />
    </>
  ),
  missing: <circle cx="8" cy="8" r="6" class="mark-outline dashed" />,
  conflict: <path d="M2 5.5h9M8.5 2.5l3 3-3 3M14 10.5H5M7.5 7.5l-3 3 3 3" class="mark-outline" />,
};

/** The shape of what a judge or people said; `drawnAs` tells which side's it is under a rule that looks for the good. */
export function shapeOf(verdict: string): VerdictShape {
  switch (verdict) {
    case 'positive':
    case 'negative':
    case 'excluded':
    case 'undecided':
    case 'conflict':
      return verdict;
    default:
      return 'missing';
  }
}

const SEVERITIES: Readonly<Record<'wrong' | 'doubtful' | 'note', ComponentChildren>> = {
  wrong: (
    <>
      <path d="M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5z" class="mark" />
      <path d="M5.5 5.5l5 5M10.5 5.5l-5 5" class="mark-inner" />
    </>
  ),
  doubtful: (
    <>
      <path d="M8 1.5 15 14H1z" class="mark" />
      <path d="M8 6v4M8 11.4v.8" class="mark-inner" />
    </>
  ),
  note: (
    <>
      <circle cx="8" cy="8" r="6" class="mark-outline" />
      <path d="M8 7v4.2M8 4.6v.8" class="mark-outline" />
    </>
  ),
};

/** How grave a finding is: octagon with a cross, triangle with a stroke, ring with an i. */
export function SeverityIcon({ severity }: { severity: 'wrong' | 'doubtful' | 'note' }) {
  return <Icon className={`icon verdict severity-${severity}`}>{SEVERITIES[severity]}</Icon>;
}
