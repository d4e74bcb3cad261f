import type { ImportPage } from '../page/importPage.ts';
import { countWords, sharedNames } from '../sheet/sheetWords.ts';
import { keepTyping } from './fieldKeys.ts';
import { PatternField } from './patternField.tsx';

/** Title, counts, and what concerns all rows: the study and the pattern. */
export function Heading({ page }: { page: ImportPage }) {
  const { sheet } = page;
  const shared = sharedNames(sheet.rows);
  return (
    <header class="heading">
      <div class="title-line">
        <h1>{sheet.mode === 'edit' ? 'Correct names' : 'Import transcripts'}</h1>
        <p class="counts figures" role="status">
          {countWords(sheet)}
          {shared > 0 && <span class="aside">; {shared} runs share a name</span>}
        </p>
      </div>
      <div class="fields">
        {sheet.mode === 'import' && sheet.rows.length > 1 && <StudyTick page={page} />}
        {sheet.isStudy && (
          <label class="field">
            <span class="field-name">Study</span>
            <input
              type="text"
              value={sheet.studyName}
              spellcheck={false}
              aria-invalid={sheet.studyName.trim() === ''}
              onInput={(event) => page.setSheet({ studyName: event.currentTarget.value }, 'study name')}
              onBlur={() => page.endSeries()}
              onKeyDown={keepTyping}
            />
          </label>
        )}
        <PatternField page={page} />
      </div>
    </header>
  );
}

function StudyTick({ page }: { page: ImportPage }) {
  return (
    <label class="field tick-field">
      <input
        type="checkbox"
        class="tick"
        checked={page.sheet.isStudy}
        onChange={(event) => page.setSheet({ isStudy: event.currentTarget.checked }, 'study')}
      />
      <span>As one study</span>
    </label>
  );
}
