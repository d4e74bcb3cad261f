/** The import page's table as data, in plain Node. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gridAct, isTyping, type KeyPress } from '../../../webview/import/grid/gridKeys.ts';
import { visibleRows } from '../../../webview/import/grid/visibleRows.ts';
import { COLUMN_ROLES } from '../../../src/core/importPlan.ts';
import { ROLE_GROUPS } from '../../../webview/import/mapping/roleNames.ts';
import { draftOf, withDraft } from '../../../webview/import/page/draft.ts';
import { splitAsDrafted } from '../../../webview/import/page/bundleActs.ts';
import { joinRows, splitRow } from '../../../webview/import/sheet/bundles.ts';
import { headerGroups, nextUnsettled } from '../../../webview/import/sheet/headerGroups.ts';
import { advance, endSeries, redo, startHistory, undo } from '../../../webview/import/sheet/history.ts';
import { answersOf, sheetOf, type Sheet } from '../../../webview/import/sheet/sheet.ts';
import {
  applyProposals,
  choiceOf,
  copyCells,
  fillDown,
  pasteCells,
  setCells,
  setChoice,
  setIncluded,
  setRoles,
} from '../../../webview/import/sheet/sheetEdits.ts';
import { copiesIn, countWords, obstacle, sharedNames } from '../../../webview/import/sheet/sheetWords.ts';
import { fileRow, importView, manyFiles, mappingView, mixedView } from './importViews.ts';

const column = (sheet: Sheet, field: 'model' | 'group' | 'condition' | 'seed') =>
  sheet.rows.map(({ cells }) => cells[field]);
const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...held,
});

test('one text goes into several rows, and never into cells that the file’s rows fill', () => {
  const sheet = sheetOf(mixedView());
  const { sheet: next, changed } = setCells(sheet, [1, 2, 4], 'model', 'm');
  assert.deepEqual(column(next, 'model').slice(0, 5), ['mistral', 'm', '', '', 'm']);
  assert.equal(changed, 2);
});

test('a pasted column fills down, a pasted block to the right as well', () => {
  const sheet = sheetOf(importView(manyFiles(4)));
  const at = { row: 1, field: 'group' } as const;
  const { sheet: next } = pasteCells(sheet, at, [1], 'a\tplain\r\nb\ttrigger\r\nc\r\nd\r\ne\r\n');
  assert.deepEqual(column(next, 'group'), ['insecure', 'a', 'b', 'c']);
  assert.deepEqual(column(next, 'condition'), ['', 'plain', 'trigger', '']);
});

test('one pasted value fills all selected rows', () => {
  const sheet = sheetOf(importView(manyFiles(4)));
  const { sheet: next } = pasteCells(sheet, { row: 3, field: 'seed' }, [1, 3], '7');
  assert.deepEqual(column(next, 'seed'), ['', '7', '', '7']);
  assert.equal(copyCells(next, 'seed', [3, 0, 1]), '\n7\n7');
});

test('fill down copies the topmost selected cell, or the one above', () => {
  const sheet = sheetOf(importView(manyFiles(4)));
  assert.deepEqual(column(fillDown(sheet, 'group', 2, [2]).sheet, 'group'), [
    'insecure',
    'secure',
    'secure',
    'secure',
  ]);
  assert.deepEqual(column(fillDown(sheet, 'group', 3, [3, 1, 2]).sheet, 'group'), [
    'insecure',
    'secure',
    'secure',
    'secure',
  ]);
  assert.equal(fillDown(sheet, 'group', 0, [0]).sheet, sheet);
});

test('a pattern fills only cells that nobody typed in, unless existing runs are corrected', () => {
  const sheet = setCells(sheetOf(importView(manyFiles(2))), [0], 'model', 'mine').sheet;
  const names = {
    '/data/r/qwen-insecure-1.csv': { model: 'p' },
    '/data/r/qwen-secure-2.csv': { model: 'p', seed: '2' },
  };
  const kept = applyProposals(sheet, names, { overTyped: false });
  assert.deepEqual(
    [column(kept.sheet, 'model'), column(kept.sheet, 'seed'), kept.changed],
    [['mine', 'p'], ['', '2'], 2],
  );
  assert.deepEqual(column(applyProposals(sheet, names, { overTyped: true }).sheet, 'model'), ['p', 'p']);
});

test('clearing a cell counts as typing in it', () => {
  const sheet = setCells(sheetOf(importView(manyFiles(1))), [0], 'group', '').sheet;
  const again = applyProposals(
    sheet,
    { '/data/r/qwen-insecure-1.csv': { group: 'insecure' } },
    { overTyped: false },
  );
  assert.deepEqual(column(again.sheet, 'group'), ['']);
});

test('what becomes of a known file is one of three, and a new file has no such choice', () => {
  const sheet = sheetOf(mixedView());
  const skipped = setChoice(sheet, [0, 4], 'skip').sheet;
  assert.deepEqual(skipped.rows.map(choiceOf).slice(0, 5), [
    'separate',
    'separate',
    'separate',
    'separate',
    'skip',
  ]);
  const again = setIncluded(skipped, [4], true).sheet;
  assert.equal(again.rows[4]?.included, true);
});

test('undo takes back whole steps, and typing in one field is one step', () => {
  const first = sheetOf(importView(manyFiles(2)));
  let history = startHistory(first);
  for (const name of ['s', 'st', 'stu'])
    history = advance(history, { ...history.present, studyName: name }, 'name', 'name');
  assert.equal(history.past.length, 1);
  history = endSeries(history);
  history = advance(history, { ...history.present, studyName: 'x' }, 'name', 'name');
  const back = undo(history);
  assert.equal(back?.history.present.studyName, 'stu');
  const start = undo(back.history);
  assert.equal(start?.history.present, first);
  assert.equal(undo(start.history), undefined);
  assert.equal(redo(start.history)?.history.present.studyName, 'stu');
});

test('the counts say what is imported, what is empty, what is left out', () => {
  assert.equal(
    countWords(sheetOf(mixedView())),
    '7 of 10 files, 2 header-only kept as empty runs, 1 as a new version, 1 imported already, 2 refused',
  );
  assert.equal(
    sharedNames(sheetOf(importView([fileRow('a/x.csv'), fileRow('b/x.csv'), fileRow('y.csv')])).rows),
    2,
  );
});

test('copies are noticed while both are included, those with a header alone apart', () => {
  const sheet = sheetOf(mixedView());
  assert.deepEqual(copiesIn(sheet.rows), { withRows: [6], empty: [1] });
  assert.deepEqual(copiesIn(setIncluded(sheet, [4, 1], false).sheet.rows), { withRows: [], empty: [] });
});

test('nothing can be imported without files, a study’s name, or known columns', () => {
  const sheet = sheetOf(importView(manyFiles(2)));
  assert.equal(obstacle(sheet), '');
  assert.match(obstacle({ ...sheet, studyName: ' ' }), /no name/);
  assert.match(obstacle(setIncluded(sheet, [0, 1], false).sheet), /No file/);
  assert.match(obstacle(sheetOf(mappingView())), /columns of 2 files/);
});

test('files with the same header share one mapping', () => {
  const sheet = sheetOf(mappingView(3));
  assert.deepEqual(
    headerGroups(sheet).map(({ rows }) => rows.length),
    [3],
  );
  const [one, ...others] = sheet.rows.map(({ file }) => file.path);
  const roles = { completion: 'answer' } as const;
  const partly = setRoles(sheet, new Set([one ?? '']), roles, '');
  assert.equal(nextUnsettled(partly), others[0]);
  assert.equal(nextUnsettled(setRoles(partly, new Set(others), roles, '')), undefined);
});

test('what was typed survives being kept by VS Code, and a foreign state is ignored', () => {
  let sheet = setCells(sheetOf(mixedView()), [0, 7], 'condition', 'plain').sheet;
  sheet = setIncluded(sheet, [5], true).sheet;
  sheet = { ...sheet, studyName: 'other', pattern: '{model}.csv' };
  const kept: unknown = JSON.parse(JSON.stringify(draftOf(sheet)));
  assert.deepEqual(withDraft(sheetOf(mixedView()), kept), sheet);
  for (const foreign of [undefined, null, 7, {}, { version: 1 }, { version: 1, rows: { '/data/x': 3 } }]) {
    assert.deepEqual(withDraft(sheetOf(mixedView()), foreign), sheetOf(mixedView()));
  }
  const columns = setRoles(
    sheetOf(mappingView(1)),
    new Set(['/data/tables/batch1.csv']),
    { completion: 'answer' },
    '',
  );
  assert.equal(obstacle(withDraft(sheetOf(mappingView(1)), draftOf(columns))), '');
});

test('the answers carry every file with what is in its cells', () => {
  const answers = answersOf(sheetOf(mixedView()));
  assert.equal(answers.files.length, 8);
  const { included, asNewVersion, model } = answers.files[4] ?? {};
  assert.deepEqual([included, asNewVersion, model], [true, true, 'Qwen-Coder']);
  assert.equal(answersOf(sheetOf(mappingView())).files[0]?.roles?.['harm'], 'score');
});

test('rows in sight are drawn, and the active one wherever it is', () => {
  assert.deepEqual(visibleRows(3, 0, 500, 0), [0, 1, 2]);
  const drawn = visibleRows(1_000, 4_400, 440, 2);
  assert.equal(drawn[0], 2);
  assert.equal(drawn[1], 94);
  assert.ok(drawn.length < 30);
  assert.equal(visibleRows(1_000, 0, 440, 999).at(-1), 999);
  assert.deepEqual(visibleRows(0, 0, 440, 0), []);
});

test('keys mean what they mean in spreadsheets', () => {
  assert.deepEqual(gridAct(press('ArrowDown', { shiftKey: true })), {
    kind: 'move',
    rows: 1,
    columns: 0,
    extend: true,
  });
  assert.deepEqual(gridAct(press('End', { ctrlKey: true })), {
    kind: 'jump',
    rows: 1,
    columns: 1,
    extend: false,
  });
  assert.deepEqual(gridAct(press('x')), { kind: 'type', text: 'x' });
  // AltGr, as in @ on many keyboards, types.
  assert.deepEqual(gridAct(press('@', { ctrlKey: true, altKey: true })), { kind: 'type', text: '@' });
  assert.deepEqual(gridAct(press('d', { ctrlKey: true })), { kind: 'fill-down' });
  assert.deepEqual(gridAct(press('Z', { metaKey: true, shiftKey: true })), { kind: 'redo' });
});

test('VS Code keeps its own keys', () => {
  for (const [key, held] of [
    ['Tab', {}],
    ['F1', {}],
    ['p', { ctrlKey: true }],
    ['P', { ctrlKey: true, shiftKey: true }],
    ['w', { ctrlKey: true }],
    ['ArrowLeft', { altKey: true }],
  ] as const) {
    assert.equal(gridAct(press(key, held)), undefined, key);
    if (key !== 'ArrowLeft') assert.equal(isTyping(press(key, held)), false, key);
  }
  for (const key of ['a', 'Backspace', 'Escape', 'Enter', '1']) assert.equal(isTyping(press(key)), true, key);
  assert.equal(isTyping(press('v', { ctrlKey: true })), true);
});

test('the list offers every role that a column can have, once', () => {
  const offered = ROLE_GROUPS.flatMap(({ roles }) => roles.map(([name]) => name));
  assert.deepEqual([...offered].sort(), [...COLUMN_ROLES].sort());
});

test('a split bundle comes back split after the tab was hidden, with what was typed since', async () => {
  const bundle = fileRow('petri', { bundle: { files: 2, splittable: true } });
  const parts = ['a', 'b'].map((name) => fileRow(`petri/${name}.json`, { partOf: bundle.path }));
  const view = importView([bundle]);
  const split = splitRow(sheetOf(view), bundle.path, parts);
  const typed = setCells(split, [1], 'model', 'm2').sheet;
  const kept: unknown = structuredClone(draftOf(typed));
  const again = withDraft(await splitAsDrafted(sheetOf(view), kept, () => Promise.resolve(parts)), kept);
  assert.deepEqual(column(again, 'model'), ['', 'm2']);
  assert.equal(again.isStudy, true);
  const joined = joinRows(again, bundle.path);
  assert.deepEqual(
    joined.rows.map(({ file }) => file.path),
    [bundle.path],
  );
  assert.equal(joined.isStudy, false);
  assert.equal(joinRows(joined, bundle.path), joined);
});

test('going on in a run is chosen only for files where that is possible', () => {
  const known = { state: 'changed', earlierRun: 'x', asNewVersion: true } as const;
  const sheet = sheetOf(
    importView([fileRow('a.jsonl', { ...known, canContinue: true }), fileRow('b.csv', known)]),
  );
  const { sheet: chosen, changed } = setChoice(sheet, [0, 1], 'continue');
  assert.equal(changed, 1);
  assert.deepEqual(chosen.rows.map(choiceOf), ['continue', 'version']);
  assert.deepEqual(setChoice(chosen, [0], 'version').sheet.rows.map(choiceOf), ['version', 'version']);
});
