import type { ImportPage } from '../page/importPage.ts';
import { count, obstacle } from '../sheet/sheetWords.ts';

/** Import or Save, Cancel, and what stands in the way. */
export function Footer({ page }: { page: ImportPage }) {
  const { sheet, state } = page;
  const inTheWay = obstacle(sheet);
  const isBusy = state.phase !== 'ready';
  const included = sheet.rows.filter((row) => row.included).length;
  const words = sheet.mode === 'edit' ? 'Save' : `Import ${count(included, 'file')}`;
  const { problem } = state;
  return (
    <footer class="footer">
      <div class="footer-words">
        {problem !== null ? (
          <p class="problem" role="alert">
            {problem.message} {problem.hint}
          </p>
        ) : (
          <p class="aside" id="obstacle">
            {inTheWay}
          </p>
        )}
      </div>
      <vscode-button appearance="secondary" onClick={() => void page.cancel()}>
        Cancel
      </vscode-button>
      <vscode-button
        appearance="primary"
        disabled={isBusy || inTheWay !== ''}
        aria-describedby="obstacle"
        title={`${words} (${chord()})`}
        onClick={() => void page.confirm()}
      >
        {isBusy ? (sheet.mode === 'edit' ? 'Saving' : 'Starting') : words}
      </vscode-button>
    </footer>
  );
}

function chord(): string {
  return navigator.userAgent.includes('Mac') ? 'Cmd+Enter' : 'Ctrl+Enter';
}
