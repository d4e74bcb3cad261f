import type { SchemeUse } from '../../storage/labels/schemeUse.ts';

/** What the desk needs of settings, session and workspace. */
export interface SchemeDeskContext {
  folders(): readonly string[];
  /** The value of `transcriptAuditor.labelSchemes`, whatever it is, and whose settings it is in: “your settings”. */
  setting(): { readonly value: unknown; readonly words: string };
  writeSetting(schemes: readonly unknown[]): Promise<void>;
  /** Names of the schemes that are labelled with. */
  inForce(): { readonly main: string; readonly also: readonly string[] };
  /** Labels with it from now on: as the main one, or besides. */
  putInForce(name: string, as: 'main' | 'also'): Promise<void>;
  /** Settings that name a scheme by its old name get the new one. */
  rename(before: string, after: string): Promise<void>;
  /** What was labelled under which version; nothing where no database is open. */
  uses(): Promise<readonly SchemeUse[]>;
  /** Tells whoever labels that schemes changed. */
  changed(): void;
}
