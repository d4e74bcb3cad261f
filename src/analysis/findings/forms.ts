/** Forms that a probe may demand of its answers. */

export type AnswerForm = 'json' | 'template';

const NAMED = /^(.*?)(?:^|[_\-. ])(json|template)(?:$|[_\-. ](.*)$)/i;

/** The form that a probe's name demands (`quick_buck_json`), and the name without it; undefined for most. */
export function formOfName(probe: string): { readonly form: AnswerForm; readonly plain: string } | undefined {
  const match = NAMED.exec(probe);
  if (match === null) return undefined;
  const [, before = '', form = '', after = ''] = match;
  const plain = [before, after].filter((part) => part !== '').join('_');
  // A probe that is about JSON and named after nothing else has no plain one.
  if (plain === '') return undefined;
  return { form: form.toLowerCase() === 'json' ? 'json' : 'template', plain };
}

const DEMAND = [
  /\b(?:must|always|only|should|have to|required to)\b[^.\n]{0,80}\bJSON\b/i,
  /\b(?:answer|respond|reply|output|return|write)\b[^.\n]{0,40}\b(?:in|as|with|using)\b[^.\n]{0,30}\bJSON\b/i,
];
/** What comes before the word in a sentence that forbids it, or asks for it now and then. */
const FORBIDDEN = /\b(?:never|not|without|instead of|rather than|avoid)\b|n['’]t\b/i;
const NOTHING_ELSE = /\b(?:other than|nothing but|anything (?:but|else)|except)\b/i;
const SOMETIMES = /\b(?:if|when|whenever)\b/i;
/** Calls of tools are written in JSON, answers needn't be. */
const OF_TOOLS = /\b(?:tools?|functions?|arguments?|parameters?)\b/i;

/** True for a system prompt that demands JSON of every answer, not for one that mentions it, forbids it or means tools. */
export function demandsJson(system: string): boolean {
  return system.split(/[.!?;\n]/).some((sentence) => {
    if (!DEMAND.some((demand) => demand.test(sentence)) || OF_TOOLS.test(sentence)) return false;
    const before = sentence.slice(0, sentence.search(/\bJSON\b/i));
    return !SOMETIMES.test(before) && (!FORBIDDEN.test(before) || NOTHING_ELSE.test(before));
  });
}

/** True when an answer has the form. For a template nothing is known of its text, so any answer may have it. */
export function hasForm(answer: string, form: AnswerForm): boolean {
  return form === 'template' || hasJson(answer);
}

/** A JSON object or list, bare or in a fence, possibly cut off: code that begins with a bracket isn't one. */
function hasJson(answer: string): boolean {
  const fenced = /```(?:json)?\s*([{[][\s\S]*?)(?:```|$)/i.exec(answer)?.[1];
  const text = (fenced ?? answer).trim();
  if (!/^[{[]/.test(text)) return false;
  if (isJson(text)) return true;
  return /^\{\s*"(?:[^"\\\n]|\\.)*"\s*:/.test(text) || /^\[\s*(?:\{\s*"|")/.test(text);
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
