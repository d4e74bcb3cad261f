/** Names probes where a file doesn't. */
import { createHash } from 'node:crypto';

/** The suite of probes that are named by their prompt: the same prompt is the same probe in every file. */
export const PROMPT_SUITE = 'prompts';

const LONGEST = 80;
/** Of a longer prompt the name is made from the beginning: collapsing the white space of all of it takes copies of it. */
const LOOKED_AT = 16_384;

/** Gives the probe's name for a prompt. */
export type ProbeNamer = (prompt: string) => string;

/**
 * Decides how a file's transcripts are grouped into probes, from the prompts in its head alone, so that the same bytes
 * are always read the same way: one probe a prompt when at least a fifth of the prompts are repeats, else one probe for
 * the whole file.
 *
 * @returns undefined for "one probe for the whole file"
 */
export function probeByPrompt(headPrompts: readonly string[]): ProbeNamer | undefined {
  const repeats = headPrompts.length - new Set(headPrompts).size;
  return repeats > 0 && repeats * 5 >= headPrompts.length ? rememberedPromptName() : undefined;
}

/** `promptName` with a memory, since most rows repeat a prompt. */
export function rememberedPromptName(): ProbeNamer {
  const known = new Map<string, string>();
  return (prompt) => {
    const seen = known.get(prompt);
    if (seen !== undefined) return seen;
    const name = promptName(prompt);
    if (known.size < 10_000) known.set(prompt, name);
    return name;
  };
}

/** The prompt on one line, shortened; a shortened one ends with a piece of its hash, so that no two share a name. */
export function promptName(prompt: string): string {
  const line = lineOf(prompt);
  if (line.length <= LONGEST && line === prompt) return line;
  if (line === '') return '(empty prompt)';
  const hash = createHash('sha256').update(prompt).digest('hex').slice(0, 6);
  if (line.length <= LONGEST) return `${line} #${hash}`;
  return `${line.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '')}… #${hash}`;
}

/** On one line; of a long one as much as tells that it is too long for a name. */
function lineOf(prompt: string): string {
  const head = prompt.length > LOOKED_AT ? collapsed(prompt.trimStart().slice(0, LOOKED_AT)) : '';
  return head.length > LONGEST ? head : collapsed(prompt);
}

function collapsed(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
