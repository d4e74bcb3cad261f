import type { ImportPage } from '../page/importPage.ts';
import { includeRows } from '../grid/gridActs.ts';
import { copiesIn, count } from '../sheet/sheetWords.ts';

/** Files that are there twice: said, and left to the user. Nothing is dropped unasked. */
export function Notices({ page }: { page: ImportPage }) {
  const { sheet } = page;
  if (sheet.mode === 'edit') return null;
  const { withRows, empty } = copiesIn(sheet.rows);
  return (
    <>
      {withRows.length > 0 && (
        <Notice
          words={`${count(withRows.length, 'file holds', 'files hold')} the same bytes as another in this list. Kept, ${
            withRows.length === 1 ? 'it becomes a run of its own' : 'they become runs of their own'
          }, with the same answers.`}
          act="Leave copies out"
          onAct={() => includeRows(page, withRows, false)}
        />
      )}
      {empty.length > 0 && (
        <Notice
          words={`${count(empty.length + 1, 'file')} hold the same header and no rows; they become empty runs, told apart by their names.`}
          act="Leave all empty ones out"
          onAct={() =>
            includeRows(
              page,
              sheet.rows.flatMap(({ file }, index) => (file.headerOnly ? [index] : [])),
              false,
            )
          }
        />
      )}
    </>
  );
}

function Notice({ words, act, onAct }: { words: string; act: string; onAct: () => void }) {
  return (
    <p class="notice">
      <span>{words}</span>
      <button type="button" class="link" onClick={onAct}>
        {act}
      </button>
    </p>
  );
}
