import type { ImportFileRow } from '../../../src/protocol/importPanel.ts';
import { count } from '../sheet/sheetWords.ts';

/** Files that can't be imported, each with its reason. */
export function Refused({ files }: { files: readonly ImportFileRow[] }) {
  if (files.length === 0) return null;
  return (
    <details class="refused" open={files.length <= 2}>
      <summary>{count(files.length, 'file')} can’t be imported</summary>
      {/* A list that scrolls is reached by the keyboard too. */}
      <ul tabIndex={0} aria-label="Files that can’t be imported">
        {files.map(({ path, label, description, hint }) => (
          <li key={path}>
            <span class="name" title={path}>
              {label}
            </span>
            <span class="reason">
              {description} {hint}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
