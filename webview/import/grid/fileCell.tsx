import type { ImportPage } from '../page/importPage.ts';
import type { SheetRow } from '../sheet/sheet.ts';
import { count } from '../sheet/sheetWords.ts';

/** The file with what it was recognised as, and whatever the user should know of it. */
export function FileCell({ page, row }: { page: ImportPage; row: SheetRow }) {
  const { file } = row;
  const cut = file.label.lastIndexOf('/') + 1;
  const folder = file.label.slice(0, Math.max(0, cut - 1));
  // How many files become one is what matters of a bundle.
  const about = file.bundle === undefined ? [folder, file.description] : [file.description, folder];
  const note = [...notesOf(page, row), ...about];
  return (
    <div
      class="file"
      title={[file.label, file.description, file.hint].filter((text) => text !== '').join('\n')}
    >
      <span class="file-name">
        <Mark row={row} />
        <span class="name">{file.label.slice(cut)}</span>
      </span>
      <span class="file-note">
        {file.mapping !== undefined && (
          <button
            type="button"
            class="link"
            tabIndex={-1}
            onClick={(event) => {
              event.stopPropagation();
              page.openMapping(file.path);
            }}
          >
            Columns…
          </button>
        )}
        <BundleButton page={page} row={row} />
        <span class="note">{note.filter((text) => text !== '').join(' · ')}</span>
      </span>
    </div>
  );
}

/** One run for several files, or one for each. */
function BundleButton({ page, row }: { page: ImportPage; row: SheetRow }) {
  const { bundle, partOf } = row.file;
  if (partOf === undefined && bundle?.splittable !== true) return null;
  return (
    <button
      type="button"
      class="link"
      tabIndex={-1}
      onClick={(event) => {
        event.stopPropagation();
        void page.splitOrJoin(row);
      }}
    >
      {partOf === undefined ? `Split into ${count(bundle?.files ?? 0, 'run')}` : 'Join again'}
    </button>
  );
}

/** What should be known of this file in particular. */
function notesOf(page: ImportPage, { file, rolesSettled }: SheetRow): string[] {
  const notes: string[] = [];
  if (file.mapping !== undefined && !rolesSettled) notes.push('say what they are');
  if (file.state === 'changed' || file.state === 'already-imported') notes.push(file.hint);
  if (file.sameAs !== undefined) {
    const twin = page.sheet.rows.find((row) => row.file.path === file.sameAs);
    notes.push(`same bytes as ${twin?.file.label.split('/').at(-1) ?? 'another file'}`);
  }
  if (file.headerOnly) notes.push('no rows');
  if (page.sheet.mode === 'edit' && file.hint !== '') notes.push(file.hint);
  return notes;
}

/** A shape for each state, beside its words: full, half, ring. */
function Mark({ row }: { row: SheetRow }) {
  const { file, rolesSettled } = row;
  const plain = file.bundle !== undefined && file.state === 'ready' ? 'bundle' : file.state;
  const kind = file.mapping !== undefined && !rolesSettled ? 'asks' : file.headerOnly ? 'empty' : plain;
  return (
    <svg class={`mark mark-${kind}`} viewBox="0 0 16 16" aria-hidden="true">
      {kind === 'asks' && (
        <>
          <circle class="fill" cx="8" cy="8" r="6.2" />
          <path class="stroke" d="M6 6.4a2 2 0 1 1 2.8 1.9c-.6.3-.8.6-.8 1.2M8 11.4v.3" />
        </>
      )}
      {kind === 'empty' && <rect class="stroke dashed" x="3" y="3" width="10" height="10" rx="1" />}
      {kind === 'bundle' && <path class="stroke" d="M5.5 4.5h8v7.5h-8zM3.5 6v8h7.5M3.5 6h2" />}
      {kind === 'already-imported' && (
        <>
          <circle class="stroke" cx="8" cy="8" r="5.8" />
          <path class="stroke" d="M5.4 8.2l1.9 1.9 3.4-3.9" />
        </>
      )}
      {kind === 'changed' && (
        <>
          <circle class="stroke" cx="8" cy="8" r="5.8" />
          <path class="fill" d="M8 2.2a5.8 5.8 0 0 1 0 11.6z" />
        </>
      )}
      {(kind === 'ready' || kind === 'needs-mapping') && (
        <path class="stroke" d="M4 1.8h5.4L12.4 5v9.2H4zM9.2 2v3.2h3" />
      )}
    </svg>
  );
}
