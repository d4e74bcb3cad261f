/**
 * Which key does what in the transcript panel: defaults, the scheme's answers and scores, and the user's setting
 * `transcriptAuditor.keys` over them. Letters live in the page; VS Code's own keybindings are not involved.
 */
import { isSingleKey, keyWords } from './keyNames.ts';
import type { LabelScheme } from './labelScheme.ts';

/** The same list, in the same order, as PANEL_ACTIONS of the transcript page's protocol; a test compares them. */
export const PANEL_ACTION_NAMES = [
  'next',
  'previous',
  'next-unlabelled',
  'skip',
  'note',
  'flag',
  'undo',
  'redo',
  'clear',
  'confidence',
  'mark',
  'select-sentence',
  'select-previous-sentence',
  'extend-selection',
  'shrink-selection',
  'next-passage',
  'previous-passage',
  'remove-passage',
  'label-reasoning',
  'next-question',
  'previous-question',
  'instructions',
  'find',
  'raw',
  'toggle-system',
  'toggle-reasoning',
  'toggle-judge',
  'show-quotes',
  'next-branch',
  'previous-branch',
  'copy-link',
  'keep',
  'help',
] as const;
export type PanelActionName = (typeof PANEL_ACTION_NAMES)[number];

/** Upper case means with shift, `" "` is space, empty means no key. */
export type PanelKeys = Readonly<Record<PanelActionName, string>>;

export const DEFAULT_KEYS: PanelKeys = {
  next: 'j',
  previous: 'k',
  'next-unlabelled': ' ',
  skip: 'S',
  note: 'n',
  flag: 'f',
  undo: 'u',
  redo: 'U',
  clear: 'x',
  confidence: 'g',
  mark: 'H',
  'select-sentence': 'v',
  'select-previous-sentence': 'V',
  'extend-selection': 'e',
  'shrink-selection': 'E',
  'next-passage': 'w',
  'previous-passage': 'W',
  'remove-passage': 'X',
  'label-reasoning': 'T',
  'next-question': 'o',
  'previous-question': 'O',
  instructions: 'i',
  find: '/',
  raw: 'r',
  'toggle-system': 's',
  'toggle-reasoning': 't',
  'toggle-judge': 'h',
  'show-quotes': 'q',
  'next-branch': 'b',
  'previous-branch': 'B',
  'copy-link': 'y',
  keep: 'p',
  help: '?',
};

const SETTING = 'transcriptAuditor.keys';

export interface Keymap {
  readonly keys: PanelKeys;
  /** The scheme with the keys that apply. For the page only: events are stored under the scheme as defined. */
  readonly scheme: LabelScheme;
  /** What of the setting (or the scheme) could not be followed, for the user; one sentence or two each. */
  readonly problems: readonly string[];
}

/** Something that can have a key: an action of the panel, or an answer or score of the scheme. */
interface Bindable {
  /** The name in the setting: `next`, `answer.misaligned`, `score.alignment`. */
  readonly name: string;
  readonly ownKey: string;
}

/**
 * Settles every key. The user's setting comes first, then the scheme's own keys, then the defaults; whatever finds its
 * key taken has none, and a problem says so. Never throws, whatever the setting holds.
 *
 * @param setting an object of name to key: action names as they are, `answer.<id>` and `score.<id>` for the scheme's;
 *   an empty text takes the key away, `space` may be written for a blank
 */
export function resolveKeys(setting: unknown, scheme: LabelScheme): Keymap {
  const problems: string[] = [];
  const fromScheme: Bindable[] = [
    ...scheme.answers.map(({ id, key }) => ({ name: `answer.${id}`, ownKey: key })),
    ...scheme.scores.map(({ id, key }) => ({ name: `score.${id}`, ownKey: key })),
  ];
  const actions: Bindable[] = PANEL_ACTION_NAMES.map((name) => ({ name, ownKey: DEFAULT_KEYS[name] }));
  const bindables = [...fromScheme, ...actions];

  const keyOf = new Map<string, string>();
  const holderOf = new Map<string, string>();
  for (const [name, key] of readSetting(setting, new Set(bindables.map((item) => item.name)), problems)) {
    const holder = holderOf.get(key);
    if (holder !== undefined) {
      problems.push(
        `${SETTING}: “${keyWords(key)}” is given to both “${holder}” and “${name}”; “${holder}” has it.`,
      );
      continue;
    }
    keyOf.set(name, key);
    if (key !== '') holderOf.set(key, name);
  }
  for (const { name, ownKey } of bindables) {
    if (keyOf.has(name)) continue;
    const holder = holderOf.get(ownKey);
    if (holder !== undefined) {
      keyOf.set(name, '');
      problems.push(
        `“${name}” has no key, since its “${keyWords(ownKey)}” is now “${holder}”. Give it one in ${SETTING}.`,
      );
      continue;
    }
    keyOf.set(name, ownKey);
    if (ownKey !== '') holderOf.set(ownKey, name);
  }

  const settled = (name: string): string => keyOf.get(name) ?? '';
  return {
    keys: Object.fromEntries(PANEL_ACTION_NAMES.map((name) => [name, settled(name)])) as PanelKeys,
    scheme: {
      ...scheme,
      answers: scheme.answers.map((answer) => ({ ...answer, key: settled(`answer.${answer.id}`) })),
      scores: scheme.scores.map((score) => ({ ...score, key: settled(`score.${score.id}`) })),
    },
    problems,
  };
}

/** The entries of the setting that can be followed, one at a time. */
function readSetting(
  setting: unknown,
  known: ReadonlySet<string>,
  problems: string[],
): readonly (readonly [string, string])[] {
  if (setting === undefined || setting === null) return [];
  if (typeof setting !== 'object' || Array.isArray(setting)) {
    problems.push(`${SETTING} is not an object of names and keys; the default keys apply.`);
    return [];
  }
  const entries: [string, string][] = [];
  for (const [name, value] of Object.entries(setting as Record<string, unknown>)) {
    if (!known.has(name)) {
      // Answers of other schemes may be in the setting as well: they wait for their scheme without a complaint.
      if (!/^(answer|score)\../.test(name)) {
        problems.push(`${SETTING}: there is no “${name}”. Known are ${PANEL_ACTION_NAMES.join(', ')}.`);
      }
      continue;
    }
    const key = value === 'space' || value === 'Space' ? ' ' : value;
    if (key !== '' && (typeof key !== 'string' || !isSingleKey(key))) {
      problems.push(
        `${SETTING}: ${JSON.stringify(value)} for “${name}” is not a single key. ` +
          'Chords such as Ctrl+J are bound to the commands in Keyboard Shortcuts.',
      );
      continue;
    }
    entries.push([name, key]);
  }
  return entries;
}
