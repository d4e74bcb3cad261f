import type { FoundFinding } from '../../../core/finding.ts';
import type { FindingSource } from '../../../core/findingSource.ts';
import { textOf } from '../../../core/transcript.ts';
import { answerOf, askedOf, printOf } from '../answerText.ts';
import type { RunCheck, RunRule } from '../findingRule.ts';
import { demandsJson, formOfName, hasForm } from '../forms.ts';
import { IdList } from '../idList.ts';
import { counted, named, percent, quoted, some } from '../words.ts';

/** Prompts kept of one probe, and probes whose prompts are kept: what is more than that can't be compared. */
const MOST_PROMPTS = 500;
const MOST_PROBES = 20_000;
/** From this share of answers in the form on, the form was asked for, whatever was recorded. */
const FOLLOWED = 0.5;
const LEAST_ANSWERS = 5;
/** Separates the form a system prompt demands from a probe's name. */
const DEMANDED = ' (system prompt)';

/** Answers that should have a form. */
interface Formed {
  readonly probe: string;
  readonly form: 'json' | 'template';
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
    version: 1,
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
      const named = formOfName(row.probe);
      const system = row.turns.find(({ role }) => role === 'system' || role === 'developer');
      const asked = printOf(askedOf(row));
      if (named === undefined) {
        const prints = plainPrints.get(row.probe);
        if (prints !== undefined) keep(prints, asked);
        else if (plainPrints.size < MOST_PROBES) plainPrints.set(row.probe, new Set([asked]));
      }
      const demanded = system !== undefined && demandsJson(textOf(system, 'text'));
      if (named === undefined && !demanded) return;
      const key = demanded ? `${row.probe}${DEMANDED}` : row.probe;
      let one = formed.get(key);
      if (one === undefined) {
        if (formed.size >= MOST_PROBES) return;
        one = {
          probe: row.probe,
          form: named?.form ?? 'json',
          plain: named?.plain ?? row.probe,
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
    end: () => [
      ...[...reasons].map(([reason, ids]) => ofReason(reason, ids)),
      ...[...formed].flatMap(([key, one]) => ofForm(key, one, plainPrints.get(one.plain))),
    ],
  };
}

function ofForm(key: string, one: Formed, plain: ReadonlySet<number> | undefined): FoundFinding[] {
  const { probe, form, prints, without, answers } = one;
  const followed = answers - without.length;
  if (answers === 0 || followed >= FOLLOWED * answers) return [];
  const words = form === 'json' ? 'JSON' : 'the template';
  const figures = { answers, without: without.length, followed };
  const lacking = `${counted(without.length)} of ${some(answers, 'answer')} ${form === 'json' ? 'aren’t JSON' : 'don’t follow it'} (${percent(without.length, answers)}).`;
  if (key.endsWith(DEMANDED)) {
    if (answers < LEAST_ANSWERS) return [];
    return [
      {
        key,
        title: `${quoted(probe)} asks for ${words} in its system prompt; ${lacking.replace(/\.$/, '')}`,
        detail: `The system prompt is recorded, so either it didn’t reach the model or the model ignores it. ${lacking}`,
        severity: 'doubtful',
        certainty: 'hint',
        transcriptIds: without,
        figures,
      },
    ];
  }
  const same = plain !== undefined && [...prints].every((print) => plain.has(print));
  // With no plain probe beside it, only a prompt that doesn't speak of the form gives it away.
  if (!same && (plain !== undefined || one.spoken || answers < LEAST_ANSWERS)) return [];
  return [
    {
      key,
      title: `${quoted(probe)} was asked like the plain probe: ${lacking.replace(/\.$/, '')}`,
      detail: same
        ? `Every message recorded for ${named(probe)} before the answer equals one of ${named(one.plain)}, so nothing asked for ${words}. ${lacking}\n\nLeave the probe out of the figures, or count it as more answers to ${named(one.plain)}.`
        : `Nothing recorded for ${named(probe)} asks for ${words}. ${lacking}`,
      severity: same ? 'wrong' : 'doubtful',
      certainty: same ? 'likely' : 'hint',
      transcriptIds: without,
      figures,
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

function speaksOf(text: string, form: 'json' | 'template'): boolean {
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
