/** Listens to keys for the whole page. What is handled here never reaches VS Code, which would act on it as well. */
import { scrollPageKey } from './scrollFallback.ts';
import { askedSettings } from '../labelling/aim.ts';
import { perform } from './acts.ts';
import { keyMeaning, type KeyPlace } from './keys.ts';
import type { TranscriptPage } from './transcriptPage.ts';

/** Starts listening; VS Code forwards every key whose propagation isn't stopped before it reaches the window. */
export function listenToKeys(page: TranscriptPage): void {
  document.addEventListener('keydown', (event) => {
    const { settings, aim } = page.store.state;
    if (settings === null || event.defaultPrevented) {
      // A component of ours handled it already.
      if (event.defaultPrevented) event.stopPropagation();
      return;
    }
    const meaning = keyMeaning(event, placeOf(event), askedSettings(settings, aim));
    if (meaning.kind === 'pass') {
      if (scrollPageKey(event)) event.stopPropagation();
      return;
    }
    event.stopPropagation();
    if (meaning.kind === 'typing') return;
    event.preventDefault();
    if (meaning.kind === 'act') perform(page, meaning.act, true);
  });
  // VS Code forwards these as well; in a field they are only typing.
  for (const type of ['keyup', 'keypress'] as const) {
    document.addEventListener(type, (event) => {
      if (placeOf(event) === 'text') event.stopPropagation();
    });
  }
}

/** Where a key was pressed; shadow roots (the toolkit's) are looked into. */
function placeOf(event: KeyboardEvent): KeyPlace {
  const path = event.composedPath().filter((target): target is Element => target instanceof Element);
  const [target] = path;
  if (target === undefined) return 'page';
  if (path.some((element) => isTextField(element))) return 'text';
  if (path.some((element) => element.hasAttribute('data-overlay'))) return 'overlay';
  const isControl = path.some((element) =>
    element.matches('button, a, summary, select, input, vscode-button, [role=button]'),
  );
  return isControl ? 'control' : 'page';
}

function isTextField(element: Element): boolean {
  if (element instanceof HTMLTextAreaElement) return true;
  if (element instanceof HTMLInputElement)
    return !['button', 'checkbox', 'radio', 'submit'].includes(element.type);
  return element instanceof HTMLElement && element.isContentEditable;
}
