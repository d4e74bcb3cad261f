/** Tells TSX of the toolkit's elements that `toolkit.ts` registers. */
import type { ComponentChildren, HTMLAttributes } from 'preact';

export interface ToolkitButtonAttributes extends HTMLAttributes<HTMLElement> {
  appearance?: 'primary' | 'secondary' | 'icon';
  disabled?: boolean;
  children?: ComponentChildren;
}

export interface ToolkitFieldAttributes extends HTMLAttributes<HTMLElement> {
  value?: string;
  checked?: boolean;
  disabled?: boolean;
  readOnly?: boolean;
  placeholder?: string;
  children?: ComponentChildren;
}

declare module 'preact' {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- Preact's types can be extended in no other way.
  namespace JSX {
    interface IntrinsicElements {
      'vscode-button': ToolkitButtonAttributes;
      'vscode-checkbox': ToolkitFieldAttributes;
      'vscode-dropdown': ToolkitFieldAttributes;
      'vscode-option': ToolkitFieldAttributes;
      'vscode-text-field': ToolkitFieldAttributes;
    }
  }
}
