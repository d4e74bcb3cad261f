/** Files of questions, prompts and facts to ask about: what evals are made from, and no answers. */
import { AuditError } from '../core/errors.ts';
import { readCsvHead } from './csvHead.ts';
import type { FileHead, Importer } from './importer.ts';
import { readJsonHead } from './jsonHead.ts';

interface Refusal {
  readonly reason: string;
  readonly hint: string;
}

const SUITE_HINT = 'Run it as a suite: “Run Eval…” reads it.';
const LIST_HINT = 'Put them into a suite as probes to ask them; answers to them can be imported.';

export const questionFile: Importer = {
  id: 'questionFile',
  version: 1,
  recognise(head) {
    const refusal = refusalOf(head);
    return refusal === undefined ? undefined : { kind: 'refused', ...refusal };
  },
  defaultRule: () => undefined,
  read({ path }) {
    throw new AuditError('bad-input', `${path} holds questions and no answers.`, SUITE_HINT);
  },
};

function refusalOf(head: FileHead): Refusal | undefined {
  if (/\.txt$/i.test(head.name)) {
    return readCsvHead(head) === undefined && isPromptList(head)
      ? { reason: 'It looks like a list of prompts, one a line, and holds no answers.', hint: LIST_HINT }
      : undefined;
  }
  if (/\.ya?ml$/i.test(head.name)) return yamlRefusal(head.text);
  const values = readJsonHead(head)?.values ?? [];
  if (values.length === 0) return undefined;
  const all = (name: string): boolean => values.every((value) => name in value);
  if (all('hypothetical_prompt') && all('behavioral_property')) {
    return {
      reason: 'It holds prompt pairs for predictions of a model’s own answers, and no answers.',
      hint: SUITE_HINT,
    };
  }
  const favourites = values.every(
    (value) => Object.keys(value).filter((key) => /^favou?rite_/.test(key)).length > 1,
  );
  if (favourites && all('name')) {
    return {
      reason: 'It holds facts about made-up persons, to ask a model about, and no answers.',
      hint: 'Import what models answered about them.',
    };
  }
  return undefined;
}

function yamlRefusal(text: string): Refusal | undefined {
  const questions =
    /^[ \t]*(?:- +)?(?:paraphrases|judge_prompts|question|questions)[ \t]*:/m.test(text) ||
    /^[ \t]*- +id[ \t]*:/m.test(text) ||
    /^(?:suite|probes)[ \t]*:/m.test(text);
  return questions
    ? { reason: 'It holds questions or judges’ prompts (YAML), and no answers.', hint: SUITE_HINT }
    : undefined;
}

/** Lines of words, neither a table nor notes with headings. */
function isPromptList({ text, complete }: FileHead): boolean {
  const lines = text.split('\n').map((line) => line.trim());
  if (!complete) lines.pop();
  const filled = lines.filter((line) => line !== '');
  if (filled.length < 5 || filled.length * 2 < lines.length) return false;
  const worded = filled.filter(
    (line) => /^["'¿¡[]?\p{L}/u.test(line) && /\s/.test(line) && line.length <= 1_000,
  );
  return worded.length >= filled.length * 0.9;
}
