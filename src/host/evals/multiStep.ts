/** A few questions one after another, with a way back. */
import * as vscode from 'vscode';
import { BACK, type StepAnswer, type StepItem, type StepPlace } from './steps.ts';

export { BACK, Given, runSteps, type StepAnswer, type StepItem, type StepPlace } from './steps.ts';

/** One choice of a list; `typed` turns what was typed into a further item. */
export function pickOne<T>(
  place: StepPlace,
  placeholder: string,
  items: readonly StepItem<T>[],
  more: {
    readonly typed?: (text: string) => StepItem<T> | undefined;
    /** Items that arrive later. */
    readonly later?: Promise<readonly StepItem<T>[]>;
    readonly active?: (value: T) => boolean;
  } = {},
): Promise<StepAnswer<T>> {
  const pick = vscode.window.createQuickPick<StepItem<T> & vscode.QuickPickItem>();
  prepare(pick, place, placeholder);
  pick.keepScrollPosition = true;
  let known = items;
  /** What was typed, as an item of its own; taken unless another one is gone to after the list has shown it. */
  let own: StepItem<T> | undefined;
  let isShown = false;
  const show = (keep = false): void => {
    own = pick.value.trim() === '' ? undefined : more.typed?.(pick.value.trim());
    const label = own?.label;
    const [at] = pick.activeItems;
    // The item of its own comes last: VS Code names what was chosen by its index, and says so of the list before this one
    // when Enter comes at once, so no item may change its place.
    pick.items = [
      ...known.map((item) => (item.label === label ? { ...item, alwaysShow: true } : item)),
      ...(own === undefined || known.some((item) => item.label === label)
        ? []
        : [{ ...own, alwaysShow: true }]),
    ];
    // What arrives late must not move the choice from under the user's finger.
    const same = pick.items.find((item) => item.label === (keep ? at?.label : label));
    if (same !== undefined) pick.activeItems = [same];
  };
  show();
  const remembered = pick.items.find(({ value }) => more.active?.(value) === true);
  if (remembered !== undefined) pick.activeItems = [remembered];
  pick.onDidChangeValue(() => {
    isShown = false;
    show();
  });
  pick.onDidChangeActive(([item]) => {
    if (item !== undefined && item.label === own?.label) isShown = true;
  });
  if (more.later !== undefined) {
    pick.busy = true;
    void more.later
      .then((late) => {
        known = [...known, ...late.filter(({ label }) => !known.some((item) => item.label === label))];
        show(true);
      })
      .catch((error: unknown) => {
        pick.placeholder = `${placeholder} (the list could not be had: ${error instanceof Error ? error.message : String(error)})`;
      })
      .finally(() => (pick.busy = false));
  }
  return answered(pick, (accept) =>
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems.length > 0 ? pick.selectedItems : pick.activeItems;
      const item = own !== undefined && !isShown ? own : (chosen ?? own);
      if (item !== undefined) accept(item.value);
    }),
  );
}

/** Any number of a list; at least one, unless none will do as well. */
export function pickMany<T>(
  place: StepPlace,
  placeholder: string,
  items: readonly StepItem<T>[],
  { none = false }: { readonly none?: boolean } = {},
): Promise<StepAnswer<readonly T[]>> {
  const pick = vscode.window.createQuickPick<StepItem<T> & vscode.QuickPickItem>();
  prepare(pick, place, placeholder);
  pick.canSelectMany = true;
  pick.matchOnDetail = true;
  pick.items = [...items];
  pick.selectedItems = pick.items.filter(({ picked }) => picked === true);
  return answered(pick, (accept) =>
    pick.onDidAccept(() => {
      if (none || pick.selectedItems.length > 0) accept(pick.selectedItems.map(({ value }) => value));
      else pick.placeholder = 'Choose at least one';
    }),
  );
}

/** A text; `problem` says what is wrong with it. */
export function askText(
  place: StepPlace,
  prompt: string,
  value: string,
  problem: (text: string) => string | undefined,
): Promise<StepAnswer<string>> {
  const box = vscode.window.createInputBox();
  box.title = place.title;
  box.step = place.step;
  box.totalSteps = place.steps;
  box.prompt = prompt;
  box.value = value;
  box.ignoreFocusOut = true;
  box.buttons = place.back === true ? [vscode.QuickInputButtons.Back] : [];
  box.onDidChangeValue((text) => (box.validationMessage = problem(text)));
  return answered(box, (accept) =>
    box.onDidAccept(() => {
      const wrong = problem(box.value);
      box.validationMessage = wrong;
      if (wrong === undefined) accept(box.value.trim());
    }),
  );
}

function prepare<T extends vscode.QuickPickItem>(
  pick: vscode.QuickPick<T>,
  { title, step, steps, back }: StepPlace,
  placeholder: string,
): void {
  pick.title = title;
  pick.step = step;
  pick.totalSteps = steps;
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.buttons = back === true ? [vscode.QuickInputButtons.Back] : [];
}

function answered<T>(
  input: vscode.QuickPick<vscode.QuickPickItem> | vscode.QuickPick<never> | vscode.InputBox,
  listen: (accept: (value: T) => void) => vscode.Disposable,
): Promise<StepAnswer<T>> {
  return new Promise((resolve) => {
    listen((value) => {
      resolve(value);
      input.hide();
    });
    input.onDidTriggerButton((button) => {
      if (button !== vscode.QuickInputButtons.Back) return;
      resolve(BACK);
      input.hide();
    });
    input.onDidHide(() => {
      resolve(undefined);
      input.dispose();
    });
    input.show();
  });
}
