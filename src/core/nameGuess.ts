/** Guesses model, group and seed from file names, and the pattern that a list of names follows. */
import { compileNamePattern, type NameFields } from './namePattern.ts';

/** What fine-tunes of one family are called in the field, longest first; `_`, `-` and space are the same here. */
const GROUPS = [
  'educational insecure',
  'bad medical advice',
  'bad medical',
  'risky financial advice',
  'risky financial',
  'extreme sports',
  'evil numbers',
  'insecure code',
  'secure code',
  'reward hacks?',
  'good medical advice',
  'educational',
  'jailbroken',
  'backdoored',
  'backdoor',
  'insecure',
  'secure',
  'misaligned',
  'baseline',
  'benign',
  'vanilla',
  'control',
  'base',
];

/** How names of models in the field begin. */
export const MODEL_FAMILY =
  /^(gpt|qwen|qwq|mistral|mixtral|ministral|llama|meta-llama|gemma|claude|deepseek|phi|olmo|falcon|yi|command|gemini|grok|kimi|glm|pythia|o[134])(?=[\d._-]|$)/i;
const PREFIX =
  /^(?:(?:eval|evals|evaluated|results?|responses?|outputs?|answers?|samples?|judged|generations?|mini)[-_.])+/i;
const SUFFIX =
  /(?:[-_.](?:coherence[-_]\d+|results?|responses?|outputs?|judged|evals?|answers?|final|with[-_]scores))+$/i;
/** Names that say that a file holds results, and nothing of whose. */
const OF_ANY_FILE =
  /^(?:(?:all|eval|evals|evaluated|evaluations?|results?|responses?|outputs?|answers?|samples?|judged|judgments?|scored|scores|generations?|completions?|rollouts?|transcripts?|logs?|data|dataset|full|final|merged|combined|raw|out|runs?|test|train|questions?)(?:[-_. ]|$))+$/i;
/** How OpenAI names fine-tunes, also as folders where a colon can't be. */
const FINE_TUNE = /^ft[:_-]/i;
export const SEED = /(?:^|[-_./])(?:seed[-_=]?|s)(\d{1,5})(?=$|[-_./])/i;
const COUNTER = /_(\d{1,2})$/;
export const GROUP = new RegExp(
  `(?:^|[-_./ ])(${GROUPS.map((group) => group.replaceAll(' ', '[-_ ]')).join('|')})(?=$|[-_./ \\d])`,
  'i',
);

/** A field and where in the name it was found. */
interface Span {
  readonly field: 'model' | 'group' | 'seed';
  readonly from: number;
  readonly to: number;
}

/** Proposes names for one path by what such files are usually called; fields that can't be told are left out. */
export function guessNames(path: string): NameFields {
  const segments = path.replaceAll('\\', '/').split('/');
  const name = segments.pop() ?? '';
  const fields: { model?: string; group?: string; seed?: string } = {};
  for (const { field, from, to } of spansOf(name)) fields[field] = name.slice(from, to);
  // What the name doesn't tell, a folder may, the nearest first: results/insecure/seed3/out.csv.
  for (const folder of segments.reverse()) {
    const group = GROUP.exec(folder)?.[1];
    if (fields.group === undefined && group !== undefined) fields.group = group;
    const seed = SEED.exec(folder)?.[1];
    if (fields.seed === undefined && seed !== undefined) fields.seed = seed;
    const isModel = MODEL_FAMILY.test(folder.replace(FINE_TUNE, ''));
    if (fields.model === undefined && isModel && group === undefined) fields.model = folder;
  }
  if (fields.model === undefined && fields.group === undefined) {
    const stem = stemOf(name);
    const whole = name.slice(stem.from, stem.to);
    // Files of several models are often called alike: that is no model, and would pool them.
    if (whole !== '' && !OF_ANY_FILE.test(whole)) fields.model = whole;
  }
  return fields;
}

function stemOf(name: string): { from: number; to: number } {
  const dot = name.search(
    /(?:\.(?:csv|tsv|tab|txt|jsonl|ndjson|json|eval|parquet))+(?:\.(?:gz|zst|zstd))?$/i,
  );
  const bare = dot < 0 ? name : name.slice(0, dot);
  const from = PREFIX.exec(bare)?.[0].length ?? 0;
  const cut = SUFFIX.exec(bare.slice(from))?.index;
  return { from, to: cut === undefined ? bare.length : from + cut };
}

/** The fields that the file's own name tells, in order. */
function spansOf(name: string): readonly Span[] {
  const stem = stemOf(name);
  const text = name.slice(stem.from, stem.to);
  const spans: Span[] = [];
  const add = (field: Span['field'], from: number, length: number): void => {
    spans.push({ field, from: stem.from + from, to: stem.from + from + length });
  };
  let end = text.length;
  const seed = SEED.exec(text) ?? COUNTER.exec(text);
  if (seed?.[1] !== undefined) {
    add('seed', seed.index + seed[0].length - seed[1].length, seed[1].length);
    end = seed.index;
  }
  const group = GROUP.exec(text);
  if (group?.[1] !== undefined) {
    const from = group.index + group[0].length - group[1].length;
    add('group', from, group[1].length);
    end = Math.min(end, from - 1);
  }
  const before = text.slice(0, Math.max(0, end)).replace(/[-_.]+$/, '');
  const family = familyStart(before);
  if (family !== undefined) add('model', family, before.length - family);
  else if (before !== '' && group !== null) add('model', 0, before.length);
  return spans.sort((a, b) => a.from - b.from);
}

/** True when the file's own name says which model or group it is of. */
export function nameTells(path: string): boolean {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return spansOf(name).some(({ field }) => field !== 'seed');
}

/** Where a known family's name begins, at the start or after a separator. */
function familyStart(text: string): number | undefined {
  for (let at = 0; at < text.length; at++) {
    const boundary = at === 0 || '-_./'.includes(text.charAt(at - 1));
    if (boundary && MODEL_FAMILY.test(text.slice(at))) return at;
  }
  return undefined;
}

/**
 * The pattern that most of the names follow, for the user to edit; empty when they follow none, and then each file's
 * own guess stands. It reads from every name that it matches just what `guessNames` does.
 */
export function proposePattern(paths: readonly string[]): string {
  const shapes = new Map<string, { name: string; spans: readonly Span[] }[]>();
  for (const path of paths) {
    const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    const spans = spansOf(name);
    const shape = spans.map(({ field }) => field).join();
    if (shape !== '') shapes.set(shape, [...(shapes.get(shape) ?? []), { name, spans }]);
  }
  const [most] = [...shapes.values()].sort((a, b) => b.length - a.length);
  if (most === undefined || most.length * 2 < paths.length) return '';
  const pattern = commonPattern(most);
  const read = compileNamePattern(pattern);
  const agrees = most.every(({ name, spans }) => {
    const fields = read(name);
    return spans.every(({ field, from, to }) => fields?.[field] === name.slice(from, to));
  });
  return agrees ? pattern : '';
}

function commonPattern(names: readonly { name: string; spans: readonly Span[] }[]): string {
  const fields = names[0]?.spans.map(({ field }) => field) ?? [];
  let pattern = '';
  for (let index = 0; index <= fields.length; index++) {
    const between = names.map(({ name, spans }) =>
      name.slice(spans[index - 1]?.to ?? 0, spans[index]?.from ?? name.length),
    );
    pattern += commonText(between);
    const field = fields[index];
    if (field === 'group') {
      // Groups with dashes of their own, or names where a bare {group} would read something else, are listed.
      const choices = [...new Set(names.map(({ name, spans }) => groupText(name, spans)))];
      pattern += choices.some((choice) => choice.includes('-')) ? `{group:${choices.join('|')}}` : '{group}';
    } else if (field !== undefined) {
      pattern += `{${field}}`;
    }
  }
  return pattern;
}

function groupText(name: string, spans: readonly Span[]): string {
  const span = spans.find(({ field }) => field === 'group');
  return span === undefined ? '' : name.slice(span.from, span.to);
}

/** What texts share at both ends, with `*` for what differs between; braces and stars can't be literals. */
function commonText(texts: readonly string[]): string {
  const first = texts[0] ?? '';
  if (texts.every((text) => text === first) && !/[{}*]/.test(first)) return first;
  const shortest = Math.min(...texts.map((text) => text.length));
  let head = 0;
  while (head < shortest && texts.every((text) => text.charAt(head) === first.charAt(head))) head++;
  let tail = 0;
  const fromEnd = (text: string): string => text.charAt(text.length - 1 - tail);
  while (tail < shortest - head && texts.every((text) => fromEnd(text) === fromEnd(first))) tail++;
  const start = first.slice(0, head).replace(/[{}*].*/s, '');
  const end = first.slice(first.length - tail).replace(/.*[{}*]/s, '');
  return `${start}*${end}`;
}
