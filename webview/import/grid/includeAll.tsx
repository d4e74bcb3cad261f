import { useEffect, useRef } from 'preact/hooks';
import type { ImportPage } from '../page/importPage.ts';
import { includeRows } from './gridActs.ts';

/** The tick in the column's head, for all rows at once. */
export function IncludeAll({ page }: { page: ImportPage }) {
  const box = useRef<HTMLInputElement>(null);
  const { rows } = page.sheet;
  const included = rows.filter((row) => row.included).length;
  const mixed = included > 0 && included < rows.length;
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = mixed;
  }, [mixed]);
  return (
    <input
      ref={box}
      class="tick"
      type="checkbox"
      aria-label="Import all files"
      checked={included === rows.length && rows.length > 0}
      onChange={() => includeRows(page, [...rows.keys()], included !== rows.length)}
    />
  );
}
