import type { ScoreFields } from '../../src/protocol/schemePage.ts';
import { visible } from '../shared/name.tsx';
import { Field } from './field.tsx';
import { addScore, changeAt, changeRow } from './fieldEdits.ts';
import { Rows, type RowsProps } from './rows.tsx';
import { RowTools } from './rowTools.tsx';

/** Numbers that a person may give besides. */
export function ScoreRows({ page, fields, saved }: RowsProps) {
  return (
    <Rows
      page={page}
      fields={fields}
      list="scores"
      name="Scores"
      one="Score"
      none="None. Scores are numbers that a person may give besides."
      row={(score, at) => <ScoreRow page={page} fields={fields} saved={saved} score={score} at={at} />}
      add={addScore}
    />
  );
}

function ScoreRow({ page, fields, saved, score, at }: RowsProps & { score: ScoreFields; at: number }) {
  const isNew = saved === null || !saved.scores.some(({ id }) => id === score.id);
  const of = score.name === '' ? `score ${at + 1}` : visible(score.name);
  const field = (label: string, part: keyof ScoreFields, size: number) => (
    <Field
      label={label}
      of={of}
      mark={`scores-${at}-${part}`}
      value={score[part]}
      maxLength={80}
      size={size}
      onInput={(value) =>
        page.change(changeAt(fields, 'scores', at, changeRow(score, { [part]: value }, isNew)))
      }
    />
  );
  return (
    <div class="row">
      {field('Name', 'name', 18)}
      {field('Id', 'id', 14)}
      {field('Key', 'key', 4)}
      {field('From', 'minimum', 6)}
      {field('To', 'maximum', 6)}
      <RowTools page={page} fields={fields} list="scores" at={at} />
    </div>
  );
}
