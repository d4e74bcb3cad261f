/** What the page that edits label schemes shows, and asks of the host. Types only; every shape survives structured cloning. */

export interface AnswerFields {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly role: string;
  readonly description: string;
}

export interface ScoreFields {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  /** As typed. */
  readonly minimum: string;
  readonly maximum: string;
}

/** A scheme as its fields hold it, whether or not it can be used yet. */
export interface SchemeFields {
  readonly name: string;
  /** Empty: the verdict's own question. */
  readonly metric: string;
  readonly instructions: string;
  readonly answers: readonly AnswerFields[];
  readonly scores: readonly ScoreFields[];
}

export type SchemePlace = 'built-in' | 'setting' | 'file';

/** A scheme of the list. */
export interface SchemeEntry {
  /** Names it to the host. */
  readonly id: string;
  readonly name: string;
  readonly metric: string;
  readonly place: SchemePlace;
  /** The place in words: `built in`, `your settings`, `.transcript-auditor/schemes/memory.json`. */
  readonly where: string;
  /** `main`: its labels are the verdict's; `also`: it is asked besides. */
  readonly use: 'main' | 'also' | 'none';
  /** Why it can't be used; empty where it can. */
  readonly problems: readonly string[];
}

/** What is edited, as it is saved (or begun). */
export interface EditedView {
  /** Null for one that isn't saved yet. */
  readonly id: string | null;
  readonly fields: SchemeFields;
  readonly place: SchemePlace | null;
  readonly where: string;
  /** Names what was read; a save says it, so that nobody's change is written over. */
  readonly stamp: string;
}

export interface SchemePageView {
  readonly schemes: readonly SchemeEntry[];
  readonly edited: EditedView | null;
  /** Why no file can be written; empty where one can. */
  readonly noFile: string;
}

export interface VersionView {
  /** First eight digits of its hash. */
  readonly version: string;
  /** `now`: what the fields stand for; `saved`: what is saved, where that differs. */
  readonly state: 'now' | 'saved' | 'before';
  /** `2026-11-21`; empty while nothing was labelled under it. */
  readonly firstUsed: string;
  readonly labels: number;
  readonly annotators: number;
  /** What differs from the version above it in the table, in words. */
  readonly changes: readonly string[];
  /** Its answers with their roles and how many labels say so; empty where its definition hasn't arrived. */
  readonly answers: readonly { readonly name: string; readonly role: string; readonly labels: number }[];
}

/** What the fields come to. */
export interface CheckedView {
  readonly problems: readonly string[];
  /** What differs from what is saved, in words; empty without a difference that counts. */
  readonly changes: readonly string[];
  /** What saving would mean for labels, in sentences. */
  readonly consequences: readonly string[];
  /** Oldest first. */
  readonly versions: readonly VersionView[];
}

export type SavedView =
  | { readonly state: 'saved'; readonly message: string; readonly view: SchemePageView }
  | { readonly state: 'refused'; readonly problems: readonly string[] }
  /** Somebody else wrote there meanwhile; nothing was written. */
  | {
      readonly state: 'changed';
      readonly message: string;
      /** What is there now; null where it is gone or can't be read as a scheme. */
      readonly theirs: SchemeFields | null;
      /** Saying it with the next save writes over what is there now. */
      readonly stamp: string;
    };

export type SchemePageRequests = {
  ready: { params: null; result: SchemePageView };
  /** Begins editing; `copy` begins a new one from it. */
  edit: { params: { id: string; copy: boolean }; result: SchemePageView };
  create: { params: null; result: SchemePageView };
  check: { params: { id: string | null; fields: SchemeFields }; result: CheckedView };
  save: {
    params: { id: string | null; fields: SchemeFields; stamp: string; place: 'setting' | 'file' };
    result: SavedView;
  };
  /** Labels with it from now on: as the main scheme, or besides where it asks a question of its own. */
  use: { params: { id: string }; result: SchemePageView };
  /** Opens its text: the file, or the settings. */
  openText: { params: { id: string }; result: null };
  followLink: { params: { url: string }; result: null };
};

export type SchemePageEvents = {
  /** Schemes changed elsewhere; `edited` is what is saved now of what is edited. */
  schemes: SchemePageView;
  /** A command asks for another one to be edited. */
  edit: SchemePageView;
};
