import { hash } from 'node:crypto';
import type { Judge } from '../../core/judgment.ts';
import type { LabelScheme } from '../../core/labelScheme.ts';
import { schemeVersionInput } from '../../core/labelSchemeFile.ts';
import type { VerdictRule } from '../../core/verdictRule.ts';

/** 32 hexadecimal digits of SHA-256: what tells two versions of a definition apart. */
function versionOf(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 32);
}

/** The version that label events of this scheme carry; the same on every machine. */
export function schemeVersion(scheme: LabelScheme): string {
  return versionOf(schemeVersionInput(scheme));
}

/** Two judges that differ in any field are two versions. */
export function judgeVersion(judge: Judge): string {
  const parameters = Object.entries(judge.parameters ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return versionOf(
    JSON.stringify(['j1', judge.name, judge.kind, judge.model ?? null, judge.prompt ?? null, parameters]),
  );
}

/** What a rule may leave out is in its version only where it is given, so that versions of older rules stay. */
export function ruleVersion(rule: VerdictRule): string {
  return versionOf(
    JSON.stringify([
      'r1',
      rule.name,
      rule.gate,
      rule.positive,
      rule.missing,
      rule.positiveName,
      rule.negativeName,
      rule.excludedName,
      ...(rule.positiveIsGood === true ? ['positive is good'] : []),
    ]),
  );
}
