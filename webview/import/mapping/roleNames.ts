import type { ColumnRoleName } from '../../../src/protocol/importPanel.ts';

/** Roles as the list offers them, in the order in which one looks for them. */
export const ROLE_GROUPS: readonly {
  readonly name: string;
  readonly roles: readonly (readonly [ColumnRoleName, string])[];
}[] = [
  {
    name: 'Texts',
    roles: [
      ['question', 'question'],
      ['answer', 'answer'],
      ['system', 'system prompt'],
      ['reasoning', 'reasoning'],
      ['messages', 'list of messages'],
    ],
  },
  {
    name: 'Names',
    roles: [
      ['probe', 'probe (question id)'],
      ['model', 'model'],
      ['group', 'group'],
      ['condition', 'condition'],
      ['sample', 'sample number'],
    ],
  },
  {
    name: 'Judgments',
    roles: [
      ['score', 'score (number)'],
      ['class', 'class (word, yes or no)'],
      ['label', 'label (a person’s)'],
    ],
  },
  {
    name: 'Other',
    roles: [
      ['metadata', 'keep beside'],
      ['ignore', 'leave out'],
    ],
  },
];

/** Whether this is a role as the list names it. */
export function isRoleName(value: unknown): value is ColumnRoleName {
  return ROLE_GROUPS.some(({ roles }) => roles.some(([name]) => name === value));
}
