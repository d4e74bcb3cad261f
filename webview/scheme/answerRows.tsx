import { useId } from 'preact/hooks';
import type { AnswerFields } from '../../src/protocol/schemePage.ts';
import { visible } from '../shared/name.tsx';
import { Field } from './field.tsx';
import { addAnswer, changeAt, changeRow } from './fieldEdits.ts';
import { Rows, type RowsProps } from './rows.tsx';
import { RowTools } from './rowTools.tsx';

const ROLES = [
  ['positive', 'positive: what the rate is about'],
  ['negative', 'negative: counts against it'],
  ['excluded', 'excluded: outside the rate'],
  ['undecided', 'undecided: couldn’t be told'],
] as const;

/** The answers, each with what it means for a rate. */
export function AnswerRows({ page, fields, saved }: RowsProps) {
  return (
    <Rows
      page={page}
      fields={fields}
      list="answers"
      name="Answers"
      one="Answer"
      row={(answer, at) => <AnswerRow page={page} fields={fields} saved={saved} answer={answer} at={at} />}
      add={addAnswer}
    />
  );
}

function AnswerRow({ page, fields, saved, answer, at }: RowsProps & { answer: AnswerFields; at: number }) {
  const role = useId();
  const isNew = saved === null || !saved.answers.some(({ id }) => id === answer.id);
  const change = (part: Partial<AnswerFields>): void =>
    page.change(changeAt(fields, 'answers', at, changeRow(answer, part, isNew)));
  const of = answer.name === '' ? `answer ${at + 1}` : visible(answer.name);
  return (
    <>
      <div class="row">
        <Field
          label="Name"
          of={of}
          mark={`answers-${at}-name`}
          value={answer.name}
          maxLength={80}
          size={18}
          onInput={(name) => change({ name })}
        />
        <Field
          label="Id"
          of={of}
          mark={`answers-${at}-id`}
          value={answer.id}
          maxLength={60}
          size={14}
          onInput={(id) => change({ id })}
        />
        <Field
          label="Key"
          of={of}
          mark={`answers-${at}-key`}
          value={answer.key}
          maxLength={10}
          size={4}
          onInput={(key) => change({ key })}
        />
        <div class="field narrow">
          <label for={role}>
            Role<span class="visually-hidden"> of {of}</span>
          </label>
          <select
            id={role}
            value={answer.role}
            data-mark={`answers-${at}-role`}
            onChange={(event) => change({ role: event.currentTarget.value })}
          >
            {ROLES.map(([value, words]) => (
              <option key={value} value={value} selected={value === answer.role}>
                {words}
              </option>
            ))}
          </select>
        </div>
        <RowTools page={page} fields={fields} list="answers" at={at} />
      </div>
      <Field
        label="Description"
        of={of}
        mark={`answers-${at}-description`}
        value={answer.description}
        onInput={(description) => change({ description })}
      />
    </>
  );
}
