/** Token probabilities of whole answers are kept up to this many characters of JSON. */
const KEPT_LOGPROBS = 20_000;

/** As recorded, for a turn's provenance; nothing where there are none or they are long. */
export function keptLogprobs(logprobs: unknown): { readonly logprobs?: unknown } {
  if (typeof logprobs !== 'object' || logprobs === null) return {};
  if (Array.isArray(logprobs) && logprobs.length === 0) return {};
  return JSON.stringify(logprobs).length <= KEPT_LOGPROBS ? { logprobs } : {};
}
