import type {
  AuditSelection,
  AuditView,
  BreakdownChoice,
  CollapseChoice,
  Reference,
} from '../../src/protocol/auditPage.ts';
import { visible } from '../shared/name.tsx';
import type { AuditPageModel } from './auditPageModel.ts';

interface Choice {
  readonly value: string;
  readonly label: string;
}

const COLLAPSES: readonly (Choice & { readonly value: CollapseChoice })[] = [
  { value: 'two', label: 'positive or negative only' },
  { value: 'all', label: 'every class of its own' },
  { value: 'negative', label: 'all others as negative' },
];
const BREAKDOWNS: readonly (Choice & { readonly value: BreakdownChoice })[] = [
  { value: 'none', label: 'all together' },
  { value: 'run', label: 'run' },
  { value: 'arm', label: 'arm' },
  { value: 'model', label: 'model' },
  { value: 'group', label: 'group' },
  { value: 'condition', label: 'condition' },
  { value: 'probe', label: 'probe' },
  { value: 'time', label: 'day of the label' },
];
const BY_CONFIDENCE: Choice = { value: 'confidence', label: 'confidence of the label' };

/** What is selected, as plain controls; each change works the figures out anew. */
export function Controls({
  page,
  selection,
  view,
}: {
  page: AuditPageModel;
  selection: AuditSelection;
  view: AuditView;
}) {
  const { queues, annotators, questions, hasFirstAnswers, hasAdjudicated, hasReasoning, hasConfidence } =
    view.choices;
  const references: readonly Choice[] = [
    { value: 'people', label: 'everybody together' },
    ...(hasAdjudicated ? [{ value: 'adjudicated', label: 'adjudicated labels' }] : []),
    ...annotators.map((name) => ({ value: `by:${name}`, label: visible(name) })),
  ];
  return (
    <form
      class="controls"
      aria-label="What the figures are about"
      onSubmit={(event) => event.preventDefault()}
    >
      <Select
        label="Labels of"
        value={selection.queueId === null ? '' : String(selection.queueId)}
        choices={[
          { value: '', label: 'all of these runs' },
          ...queues.map(({ queueId, name, purpose }) => ({
            value: String(queueId),
            label: `${visible(name)} (${purpose === 'sample' ? 'sample' : 'queue'})`,
          })),
        ]}
        onChange={(value) => page.select({ queueId: value === '' ? null : Number(value) })}
      />
      <Select
        label="People’s word"
        value={referenceValue(selection.reference)}
        choices={references}
        onChange={(value) => page.select({ reference: referenceOf(value) })}
      />
      {questions.length === 0 && selection.question === '' ? null : (
        <Select
          label="Question"
          value={selection.question}
          choices={[
            { value: '', label: 'that of the verdict' },
            ...[...new Set([...questions, selection.question])]
              .filter((name) => name !== '')
              .map((name) => ({ value: name, label: visible(name) })),
          ]}
          onChange={(value) => page.select({ question: value })}
        />
      )}
      {hasReasoning || selection.part === 'reasoning' ? (
        <Select
          label="Part"
          value={selection.part}
          choices={[
            { value: 'answer', label: 'the answer' },
            { value: 'reasoning', label: 'the reasoning' },
          ]}
          onChange={(value) => page.select({ part: value === 'reasoning' ? 'reasoning' : 'answer' })}
        />
      ) : null}
      {hasFirstAnswers ? (
        <Select
          label="Answers"
          value={selection.answers}
          choices={[
            { value: 'first', label: 'before the judge was seen' },
            { value: 'final', label: 'as they stand now' },
          ]}
          onChange={(value) => page.select({ answers: value === 'final' ? 'final' : 'first' })}
        />
      ) : null}
      <Select
        label="Classes"
        value={selection.collapse}
        choices={COLLAPSES}
        onChange={(value) => page.select({ collapse: value as CollapseChoice })}
      />
      <Select
        label="By"
        value={selection.by}
        choices={hasConfidence || selection.by === 'confidence' ? [...BREAKDOWNS, BY_CONFIDENCE] : BREAKDOWNS}
        onChange={(value) => page.select({ by: value as BreakdownChoice })}
      />
    </form>
  );
}

function Select({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: string;
  choices: readonly Choice[];
  onChange: (value: string) => unknown;
}) {
  const id = `choice-${label.replace(/[^a-z]/gi, '').toLowerCase()}`;
  return (
    <div class="choice">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => void onChange(event.currentTarget.value)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}

function referenceValue(reference: Reference): string {
  return reference.kind === 'annotator' ? `by:${reference.name}` : reference.kind;
}

function referenceOf(value: string): Reference {
  if (value.startsWith('by:')) return { kind: 'annotator', name: value.slice(3) };
  return { kind: value === 'adjudicated' ? 'adjudicated' : 'people' };
}
