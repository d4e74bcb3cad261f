import type { FoundFinding } from '../../../core/finding.ts';
import type { FindingSource } from '../../../core/findingSource.ts';
import { textOf } from '../../../core/transcript.ts';
import { answerOf, askedOf, printOf } from '../answerText.ts';
import type { RunCheck, RunRule } from '../findingRule.ts';
import { demandsJson, formOfName, hasForm, type AnswerForm } from '../forms.ts';
import { IdList } from '../idList.ts';
import { counted, named, quoted, some } from '../words.ts';

/** Prompts kept of one probe, and probes whose prompts are kept: what is more than that can't be compared. */
const MOST_PROMPTS = 500;
const MOST_PROBES = 20_000;
/** From this share of answers in the form on, the form was asked for, whatever was recorded. */
const FOLLOWED = 0.5;
const LEAST_ANSWERS = 5;
/** Probes named in a finding. */
const MOST_LISTED = 30;

/** Answers that should have a form. */
interface Formed {
  readonly probe: string;
  readonly form: AnswerForm;
  /** True when a system prompt demands it, and not the probe's name. */
  readonly demanded: boolean;
  /** The probe that is the same without the form. */
  readonly plain: string;
  readonly prints: Set<number>;
  readonly without: IdList;
  answers: number;
  /** True where a recorded prompt speaks of the form. */
  spoken: boolean;
}

export const conditionNotApplied: RunRule = {
  text: {
    id: 'conditionNotApplied',
    version: 2,
    title: 'Condition not applied',
    looksFor:
      'Probes whose name demands a form (JSON, a template) though the messages recorded are those of the plain probe, and the answers don’t have the form. Answers that ignore a system prompt which demands JSON. Launched answers whose prefill the endpoint ignored.',
    whyItMatters:
      'The probe counts as another condition, but is the plain one a second time: a comparison of the two compares nothing, and pooled figures count the plain condition twice.',
    source:
      'Seen in every file of Cloakless/clarifying_EM (results1, results2, diff_models): the system prompt of the _json probes of Betley et al. 2025 was never sent.',
    severity: 'wrong',
    certainty: 'likely',
  },
  scope: 'run',
  begin,
};

function begin(_source: FindingSource): RunCheck {
  const formed = new Map<string, Formed>();
  const plainPrints = new Map<string, Set<number>>();
  const reasons = new Map<string, IdList>();
  return {
    row: (row) => {
      const reason = row.metadata['conditionNotApplied'];
      if (typeof reason === 'string') {
        add(reasons, reason, row.id);
        return;
      }
      const byName = formOfName(row.probe);
      const system = row.turns.find(({ role }) => role === 'system' || role === 'developer');
      const asked = printOf(askedOf(row));
      if (byName === undefined) {
        const prints = plainPrints.get(row.probe);
        if (prints !== undefined) keep(prints, asked);
        else if (plainPrints.size < MOST_PROBES) plainPrints.set(row.probe, new Set([asked]));
      }
      const demanded = system !== undefined && demandsJson(textOf(system, 'text'));
      if (byName === undefined && !demanded) return;
      const key = JSON.stringify([row.probe, demanded]);
      let one = formed.get(key);
      if (one === undefined) {
        if (formed.size >= MOST_PROBES) return;
        one = {
          probe: row.probe,
          form: byName?.form ?? 'json',
          demanded,
          plain: byName?.plain ?? row.probe,
          prints: new Set(),
          without: new IdList(),
          answers: 0,
          spoken: false,
        };
        formed.set(key, one);
      }
      keep(one.prints, asked);
      const answer = answerOf(row);
      if (answer === '') return;
      one.answers += 1;
      if (!hasForm(answer, one.form)) one.without.add(row.id);
      one.spoken ||=
        demanded || row.turns.some(({ role, raw }) => role !== 'assistant' && speaksOf(raw, one.form));
    },
    end: () => {
      const all = [...formed.values()].map((one) => ({
        ...one,
        why: whyLacking(one, plainPrints.get(one.plain)),
      }));
      return [
        ...[...reasons].map(([reason, ids]) => ofReason(reason, ids)),
        ...WHYS.flatMap((why) =>
          FORMS.flatMap((form) =>
            ofForms(
              form,
              why,
              all.filter((one) => one.form === form && one.why === why),
            ),
          ),
        ),
      ];
    },
  };
}

const FORMS = ['json', 'template'] as const;
/** `same`: asked exactly like the plain probe. `unsaid`: nothing recorded asks for the form. `ignored`: a system prompt does. */
const WHYS = ['same', 'unsaid', 'ignored'] as const;
type Why = (typeof WHYS)[number];

/** Why answers to the probe lack the form; undefined when they have it, or when nothing can be said. */
function whyLacking(one: Formed, plain: ReadonlySet<number> | undefined): Why | undefined {
  const { prints, without, answers } = one;
  if (answers === 0 || answers - without.length >= FOLLOWED * answers) return undefined;
  if (one.demanded) return answers >= LEAST_ANSWERS ? 'ignored' : undefined;
  if (plain !== undefined) return [...prints].every((print) => plain.has(print)) ? 'same' : undefined;
  // With no plain probe beside it, only a prompt that doesn't speak of the form gives it away.
  return one.spoken || answers < LEAST_ANSWERS ? undefined : 'unsaid';
}

function ofForms(form: AnswerForm, why: Why, probes: readonly Formed[]): FoundFinding[] {
  if (probes.length === 0) return [];
  const answers = probes.reduce((sum, one) => sum + one.answers, 0);
  const ids = IdList.merged(probes.map(({ without }) => without));
  const [only] = probes;
  const what = probes.length === 1 && only !== undefined ? quoted(only.probe) : `${probes.length} probes`;
  const demand = form === 'json' ? 'JSON' : 'a template';
  const lacking = `${counted(ids.length)} of ${some(answers, 'answer')} ${form === 'json' ? `${ids.length === 1 ? 'isn’t' : 'aren’t'} JSON` : 'don’t follow it'}`;
  const list = probes
    .slice(0, MOST_LISTED)
    .map(({ probe, without, answers: n }) => `- ${named(probe)}: ${counted(without.length)} of ${counted(n)}`)
    .join('\n');
  const words: Record<Why, readonly [title: string, detail: string]> = {
    same: [
      `${demand} was never asked for in ${what}: ${lacking}`,
      `Every message recorded before the answer equals one of the plain probe, so nothing asked for ${demand}. Leave these probes out of the figures, or count them as more answers to the plain ones.`,
    ],
    unsaid: [
      `Nothing recorded asks for ${demand} in ${what}: ${lacking}`,
      `The probe’s name says ${demand}; no message before the answer does. There is no plain probe to compare with.`,
    ],
    ignored: [
      `A system prompt asks for ${demand} in ${what}: ${lacking}`,
      'The system prompt is recorded, so either it didn’t reach the model or the model ignores it.',
    ],
  };
  const [title, detail] = words[why];
  return [
    {
      key: `${form} ${why}`,
      title,
      detail: `${detail}\n\n${list}${probes.length > MOST_LISTED ? `\n- and ${probes.length - MOST_LISTED} more` : ''}`,
      severity: why === 'same' ? 'wrong' : 'doubtful',
      certainty: why === 'same' ? 'likely' : 'hint',
      transcriptIds: ids,
      figures: { probes: probes.length, answers, without: ids.length },
    },
  ];
}

function ofReason(reason: string, ids: IdList): FoundFinding {
  return {
    key: `launch: ${reason}`,
    title: `Condition not applied: ${reason}`,
    detail: `${some(ids.length, 'answer was', 'answers were')} given though the condition can’t have had its effect: ${named(reason)}.`,
    severity: 'wrong',
    certainty: 'certain',
    transcriptIds: ids,
    figures: { transcripts: ids.length },
  };
}

function speaksOf(text: string, form: AnswerForm): boolean {
  return form === 'json' ? /\bjson\b/i.test(text) : /\btemplate\b/i.test(text);
}

function keep(prints: Set<number>, print: number): void {
  if (prints.size < MOST_PROMPTS) prints.add(print);
}

function add(lists: Map<string, IdList>, key: string, id: number): void {
  const list = lists.get(key) ?? new IdList();
  lists.set(key, list);
  list.add(id);
}
