/** How a turn was made, in one line. Pure. */
import { grouped } from '../../shared/text/textSize.ts';

type Facts = readonly { readonly name: string; readonly value: string }[];

const MODEL = /^(?:reported|response|served|actual)?_?model(?:_?name)?$/i;
const SECONDS =
  /^(?:seconds|time|duration|latency|working_?time|total_?time|elapsed)(?:_?s(?:ec(?:onds)?)?)?$/i;
const MILLISECONDS = /^(?:latency|duration|elapsed|time)_?(?:ms|millis(?:econds)?)$/i;
const TOKENS = /^(?:output|completion)_?tokens$/i;
const STOP = /^(?:stop|finish)_?reason$/i;

/** `made by m-1 · 1.2 s · 812 tokens · stop`, as far as it is known; `…` when none of that is. */
export function madeWords(facts: Facts): string {
  const find = (name: RegExp) => facts.find((fact) => name.test(fact.name))?.value;
  const model = find(MODEL);
  const seconds = numberOf(find(SECONDS));
  const milliseconds = numberOf(find(MILLISECONDS));
  const time = seconds ?? (milliseconds === undefined ? undefined : milliseconds / 1_000);
  const tokens = numberOf(find(TOKENS));
  const words = [
    ...(model === undefined ? [] : [`made by ${model}`]),
    ...(time === undefined ? [] : [`${time < 10 ? time.toFixed(1) : Math.round(time)} s`]),
    ...(tokens === undefined ? [] : [`${grouped(tokens)} tokens`]),
    ...[find(STOP) ?? []].flat(),
  ];
  return words.length === 0 ? '…' : words.join(' · ');
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || !/^\d+(\.\d+)?(e-?\d+)?$/i.test(text) ? undefined : Number(text);
}
