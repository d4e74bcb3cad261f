import type { JudgeKind, MissingReason } from '../../core/judgment.ts';

/** Says in words why a judgment has no value. */
export function missingWords(reason: MissingReason, judge: JudgeKind): string {
  switch (reason) {
    case 'unknown':
      return judge === 'imported'
        ? 'blank in the file: a refusal, code or a failure, the file doesn’t say which'
        : 'no value and no reason recorded';
    case 'refusal':
      return 'the judge called it a refusal';
    case 'code':
      return 'the judge called it code';
    case 'parse-failure':
      return 'what the judge said is not a value on this scale';
    case 'provider-error':
      return 'the judge’s endpoint failed';
    case 'filtered':
      return 'the provider filtered it';
    case 'truncated':
      return 'the judge’s answer was cut off';
    case 'not-asked':
      return 'the judge was not asked';
  }
}
