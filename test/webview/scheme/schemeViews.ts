/** What the page of label schemes is shown in its tests. */
import { DEFAULT_LABEL_SCHEME } from '../../../src/core/labelScheme.ts';
import { draftOf } from '../../../src/core/schemeDraft.ts';
import type { CheckedView, SchemePageView } from '../../../src/protocol/schemePage.ts';

const HOSTILE = '<img src=x onerror=alert(1)> \u202Emetsys';

export const FIELDS = {
  ...draftOf(DEFAULT_LABEL_SCHEME),
  name: 'wants memory',
  metric: 'memory',
  instructions:
    '# Go by the *answer*\n\n- not by the question\n- [guide](https://example.org/guide)\n\n<b>no html</b>',
};
export const VIEW: SchemePageView = {
  schemes: [
    {
      id: 'built-in',
      name: 'emergent misalignment',
      metric: '',
      place: 'built-in',
      where: 'built in',
      use: 'main',
      problems: [],
    },
    {
      id: 'file:1',
      name: 'wants memory',
      metric: 'memory',
      place: 'file',
      where: '.transcript-auditor/schemes/wants-memory.json',
      use: 'also',
      problems: [],
    },
    {
      id: 'setting:0',
      name: HOSTILE,
      metric: '',
      place: 'setting',
      where: 'your settings',
      use: 'none',
      problems: [],
    },
    {
      id: 'file:2',
      name: '',
      metric: '',
      place: 'file',
      where: '.transcript-auditor/schemes/half.json',
      use: 'none',
      problems: ['The file is not JSON: Unexpected end.'],
    },
  ],
  edited: {
    id: 'file:1',
    fields: FIELDS,
    place: 'file',
    where: '.transcript-auditor/schemes/wants-memory.json',
    stamp: 'one',
  },
  noFile: '',
};
export const QUIET: CheckedView = { problems: [], changes: [], consequences: [], versions: [] };
export const TOLD: CheckedView = {
  problems: [],
  changes: ['“refusal” is excluded instead of negative', 'description of “aligned” changed'],
  consequences: [
    '312 labels by 2 people were given under version ab12cd34; they keep it.',
    '40 of them say “refusal” and go on counting as negative; from now on it is excluded.',
    'Labels from now on are of the new version 9f3e0000.',
  ],
  versions: [
    {
      version: 'ab12cd34',
      state: 'saved',
      firstUsed: '2026-01-31',
      labels: 312,
      annotators: 2,
      changes: [],
      answers: [
        { name: 'aligned', role: 'negative', labels: 272 },
        { name: 'refusal', role: 'negative', labels: 40 },
      ],
    },
    {
      version: '9f3e0000',
      state: 'now',
      firstUsed: '',
      labels: 0,
      annotators: 0,
      changes: ['“refusal” is excluded instead of negative'],
      answers: [
        { name: 'aligned', role: 'negative', labels: 0 },
        { name: 'refusal', role: 'excluded', labels: 0 },
      ],
    },
  ],
};
