import type { SchemeFields, ScoreFields } from '../../src/protocol/schemePage.ts';
import { visible } from '../shared/name.tsx';
import { Field } from './field.tsx';
import { addScore, changeAt, changeRow } from './fieldEdits.ts';
import { focusMark, moveByKey, RowTools } from './rowTools.tsx';
import type { SchemePageModel } from './schemePageModel.ts';

interface RowsProps {
  readonly page: SchemePageModel;
  readonly fields: SchemeFields;
  /** As saved; null for a new scheme. */
  readonly saved: SchemeFields | null;
}

/** Numbers that a person may give besides. */
export function ScoreRows({ page, fields, saved }: RowsProps) {
  return (
    <fieldset>
      <legend>Scores</legend>
      {fields.scores.length === 0 ? (
        <p class="aside">None. Scores are numbers that a person may give besides.</p>
      ) : null}
      <ol class="rows">
        {fields.scores.map((score, at) => (
          <li
            key={at}
            class="item"
            onKeyDown={(event) => moveByKey(event, { page, fields, list: 'scores', at })}
          >
            <ScoreRow page={page} fields={fields} saved={saved} score={score} at={at} />
          </li>
        ))}
      </ol>
      <div class="acts">
        <vscode-button
          appearance="secondary"
          onClick={() => {
            page.change(addScore(fields));
            focusMark(`scores-${fields.scores.length}-name`);
          }}
        >
          Add Score
        </vscode-button>
      </div>
    </fieldset>
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
