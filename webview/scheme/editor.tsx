import { useState } from 'preact/hooks';
import type { SchemeFields, SchemePageView } from '../../src/protocol/schemePage.ts';
import { visible } from '../shared/name.tsx';
import { Markdown } from '../shared/text/markdown.tsx';
import { AnswerRows } from './answerRows.tsx';
import { Field } from './field.tsx';
import { SaveBar } from './saveBar.tsx';
import type { SchemePageModel } from './schemePageModel.ts';
import type { SchemeState } from './schemeState.ts';
import { ScoreRows } from './scoreRows.tsx';
import { Versions } from './versions.tsx';

const LONGEST_INSTRUCTIONS = 20_000;

/** The fields of one scheme, what is wrong with them, what saving would mean, and the versions there were. */
export function Editor({
  page,
  view,
  state,
}: {
  page: SchemePageModel;
  view: SchemePageView;
  state: SchemeState;
}) {
  const { edited, fields, checked } = state;
  if (edited === null || fields === null) return <p>Choose a scheme to edit, or begin a new one.</p>;
  const change = (part: Partial<SchemeFields>): void => page.change({ ...fields, ...part });
  return (
    <form
      class="editor"
      aria-label="Scheme"
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key === 's') {
          event.preventDefault();
          void page.save(view.noFile === '' ? 'file' : 'setting');
        }
      }}
    >
      <h2>{edited.id === null ? 'New scheme' : <bdi>{visible(edited.fields.name)}</bdi>}</h2>
      <Place state={state} view={view} />
      <div class="row">
        <Field label="Name" value={fields.name} maxLength={80} onInput={(name) => change({ name })} />
        <Field
          label="Question"
          value={fields.metric}
          maxLength={80}
          hint="Empty: the verdict’s own question. A question of its own makes labels of their own beside the verdict’s."
          onInput={(metric) => change({ metric })}
        />
      </div>
      <InstructionsField page={page} fields={fields} />
      <AnswerRows page={page} fields={fields} saved={edited.id === null ? null : edited.fields} />
      <ScoreRows page={page} fields={fields} saved={edited.id === null ? null : edited.fields} />
      <SaveBar page={page} view={view} state={state} />
      {checked === null ? null : <Versions versions={checked.versions} />}
    </form>
  );
}

/** Where it lives, and where saving puts it. */
function Place({ state, view }: { state: SchemeState; view: SchemePageView }) {
  const place = state.edited?.place ?? null;
  const words =
    view.noFile !== ''
      ? view.noFile
      : place === 'built-in'
        ? 'Built in. Saving makes one of your own; under the same name it takes the built-in one’s place.'
        : place === 'setting'
          ? `It is in ${state.edited?.where ?? 'the settings'}. Saved as a file it moves into the workspace, where it travels with the repository.`
          : place === 'file'
            ? (state.edited?.where ?? '')
            : 'Saved, it is a file of the workspace, which travels with the repository.';
  return <p class="aside">{visible(words)}</p>;
}

function InstructionsField({ page, fields }: { page: SchemePageModel; fields: SchemeFields }) {
  const [preview, setPreview] = useState(false);
  const { instructions } = fields;
  const left = LONGEST_INSTRUCTIONS - instructions.length;
  return (
    <div class="field">
      <label for="instructions">Instructions</label>
      <p class="aside" id="instructions-hint">
        Shown while labelling. Markdown{left < 2_000 ? `, ${left} characters left` : ''}.
      </p>
      <textarea
        id="instructions"
        rows={6}
        value={instructions}
        aria-describedby="instructions-hint"
        onInput={(event) => page.change({ ...fields, instructions: event.currentTarget.value })}
      />
      <div class="acts">
        <button type="button" class="link" aria-expanded={preview} onClick={() => setPreview(!preview)}>
          {preview ? 'Hide Preview' : 'Preview'}
        </button>
      </div>
      {preview ? (
        <div class="preview" role="group" aria-label="Preview of the instructions">
          {instructions.trim() === '' ? (
            <p class="aside">No instructions.</p>
          ) : (
            <Markdown text={instructions} onLink={(url) => page.followLink(url)} />
          )}
        </div>
      ) : null}
    </div>
  );
}
