/**
 * The one file that knows `@vscode/webview-ui-toolkit` (archived by its makers), so that a successor can replace it here.
 *
 * Its theme listener starts on the window's `load`, and components registered later start dark in light themes: call
 * `registerToolkit` at the top of a page's main module, which runs before `load`.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

const COMPONENTS = {
  button: vsCodeButton,
  checkbox: vsCodeCheckbox,
  dropdown: vsCodeDropdown,
  option: vsCodeOption,
  textField: vsCodeTextField,
};

/** Components by our own names; add one here when a page needs it. */
export type ToolkitComponent = keyof typeof COMPONENTS;

/** Defines the custom elements (`vscode-button`, ...) that a page uses. */
export function registerToolkit(...names: readonly ToolkitComponent[]): void {
  provideVSCodeDesignSystem().register(...names.map((name) => COMPONENTS[name]()));
}
