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

/** True for a system prompt that demands JSON of every answer, not for one that mentions it. */
export function demandsJson(system: string): boolean {
  return (
    /\b(?:must|always|only|should|have to|required to)\b[^.\n]{0,80}\bJSON\b/i.test(system) ||
    /\b(?:answer|respond|reply|output|return|write)\b[^.\n]{0,40}\b(?:in|as|with|using)\b[^.\n]{0,30}\bJSON\b/i.test(
      system,
    )
  );
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
