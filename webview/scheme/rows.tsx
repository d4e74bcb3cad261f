/** The frame that answers and scores share: a named list whose rows move with Alt and an arrow, and a button for one more. */
import type { ComponentChildren } from 'preact';
import type { SchemeFields } from '../../src/protocol/schemePage.ts';
import type { ListName } from './fieldEdits.ts';
import { focusMark, moveByKey } from './rowTools.tsx';
import type { SchemePageModel } from './schemePageModel.ts';

/** What every list of the editor is given. */
export interface RowsProps {
  readonly page: SchemePageModel;
  readonly fields: SchemeFields;
  /** As saved; null for a new scheme. */
  readonly saved: SchemeFields | null;
}

export function Rows<List extends ListName>({
  page,
  fields,
  list,
  name,
  one,
  none,
  row,
  add,
}: Pick<RowsProps, 'page' | 'fields'> & {
  readonly list: List;
  readonly name: string;
  /** What one of them is called: `Answer`. */
  readonly one: string;
  /** Said while there are none. */
  readonly none?: string;
  readonly row: (item: SchemeFields[List][number], at: number) => ComponentChildren;
  /** The fields with one more. */
  readonly add: (fields: SchemeFields) => SchemeFields;
}) {
  const items: readonly SchemeFields[List][number][] = fields[list];
  return (
    <fieldset>
      <legend>{name}</legend>
      {items.length === 0 && none !== undefined ? <p class="aside">{none}</p> : null}
      <ol class="rows">
        {items.map((item, at) => (
          <li key={at} class="item" onKeyDown={(event) => moveByKey(event, { page, fields, list, at })}>
            {row(item, at)}
          </li>
        ))}
      </ol>
      <div class="acts">
        <vscode-button
          appearance="secondary"
          onClick={() => {
            page.change(add(fields));
            focusMark(`${list}-${items.length}-name`);
          }}
        >
          Add {one}
        </vscode-button>
      </div>
    </fieldset>
  );
}
