/** What VS Code gives a webview page. It can be acquired once only. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

let acquired: VsCodeApi | undefined;

/** The page's one handle to VS Code; safe to call more than once. */
export function vsCodeApi(): VsCodeApi {
  acquired ??= acquireVsCodeApi();
  return acquired;
}
