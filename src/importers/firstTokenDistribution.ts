import type { TokenDistribution } from '../core/judgment.ts';
import { isObject } from './lenientJson.ts';

/**
 * What was likely in the place of the first token, from logarithms of probabilities by position:
 * `[{token: logarithm}, ...]`, or OpenAI's `{content: [{top_logprobs: [{token, logprob}]}]}`.
 *
 * @returns linear probabilities; undefined when there are none
 */
export function firstTokenDistribution(logprobs: unknown): TokenDistribution | undefined {
  const list = isObject(logprobs) ? logprobs['content'] : logprobs;
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  if (!isObject(first)) return undefined;
  const tops = first['top_logprobs'];
  const pairs: readonly (readonly [unknown, unknown])[] = Array.isArray(tops)
    ? tops.map((top: unknown) => (isObject(top) ? [top['token'], top['logprob']] : [undefined, undefined]))
    : Object.entries(first);
  // A token may be called anything, `__proto__` as well.
  const distribution = Object.create(null) as Record<string, number>;
  let any = false;
  for (const [token, logarithm] of pairs) {
    if (typeof token !== 'string' || typeof logarithm !== 'number' || !(logarithm <= 0)) continue;
    distribution[token] = (distribution[token] ?? 0) + Math.exp(logarithm);
    any = true;
  }
  return any ? distribution : undefined;
}
