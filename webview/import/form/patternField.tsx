import type { ImportPage } from '../page/importPage.ts';
import { keepTyping } from './fieldKeys.ts';

/** The pattern that reads names from paths; what it proposes shows in the table as it is typed. */
export function PatternField({ page }: { page: ImportPage }) {
  const { sheet, state } = page;
  const { patternNote } = state;
  const isBad = patternNote.kind === 'problem';
  return (
    <div class="field pattern">
      <label class="field-name" for="pattern">
        Names from paths
      </label>
      <div class="pattern-line">
        <input
          id="pattern"
          type="text"
          value={sheet.pattern}
          placeholder="{model}-{group}-*.csv"
          spellcheck={false}
          autocomplete="off"
          aria-invalid={isBad}
          aria-describedby="pattern-help"
          onInput={(event) => page.typePattern(event.currentTarget.value)}
          onBlur={() => page.endSeries()}
          onKeyDown={keepTyping}
        />
        {sheet.mode === 'edit' && patternNote.kind === 'offer' && patternNote.cells > 0 && (
          <vscode-button appearance="secondary" onClick={() => void page.applyPattern()}>
            Apply
          </vscode-button>
        )}
      </div>
      <p id="pattern-help" class={isBad ? 'problem' : 'aside'} role={isBad ? 'alert' : undefined}>
        {patternNote.kind === 'none'
          ? HELP + (sheet.mode === 'edit' ? '' : ' Cells you typed in stay.')
          : patternNote.text}
      </p>
    </div>
  );
}

const HELP =
  'Fields: {model} {group} {condition} {seed} {run}; * stands for anything, {group:a|b} for a choice.';
