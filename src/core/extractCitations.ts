import type { Citation } from './judgment.ts';

const TAGS = ['cite', 'citation', 'quote', 'highlight'];
const NOTES = ['description', 'note', 'reason', 'explanation', 'label'];
const IDS = ['id', 'message_id', 'message', 'index', 'ref'];
/** Longer beginnings of tags are text. */
const LONGEST_TAG = 2000;
const MOST_CITATIONS = 1000;

/**
 * What a judge cites in its text with tags such as `<cite id="7" description="…">…</cite>`, in order. Tags that are
 * never closed, empty ones and others cite nothing. Quotes stay as written. Time is linear in the text.
 */
export function extractCitations(judgeText: string): readonly Citation[] {
  const citations: Citation[] = [];
  let open: { readonly name: string; readonly attributes: Attributes; readonly from: number } | undefined;
  for (let at = judgeText.indexOf('<'); at >= 0 && citations.length < MOST_CITATIONS;) {
    const closing = judgeText[at + 1] === '/';
    const name = tagNameAt(judgeText, at + (closing ? 2 : 1));
    let next = at + 1;
    if (name !== undefined && closing && name === open?.name) {
      const quote = judgeText.slice(open.from, at).trim();
      if (quote !== '') citations.push(citationOf(quote, open.attributes));
      open = undefined;
    } else if (name !== undefined && !closing) {
      // A second beginning before the end: the first was never closed.
      const tag = readTag(judgeText, at + 1 + name.length);
      if (tag !== undefined) {
        open = tag.empty ? undefined : { name, attributes: tag.attributes, from: tag.end };
        next = tag.end;
      }
    }
    at = judgeText.indexOf('<', next);
  }
  return citations;
}

type Attributes = ReadonlyMap<string, string>;

function citationOf(quote: string, attributes: Attributes): Citation {
  const first = (names: readonly string[]): string | undefined =>
    names.map((name) => attributes.get(name)?.trim()).find((value) => value !== undefined && value !== '');
  const note = first(NOTES);
  const messageId = first(IDS);
  return {
    quote,
    ...(note === undefined ? undefined : { note }),
    ...(messageId === undefined ? undefined : { messageId }),
  };
}

function tagNameAt(text: string, from: number): string | undefined {
  const beginning = text.slice(from, from + 10).toLowerCase();
  return TAGS.find((name) => beginning.startsWith(name) && !/[\w-]/.test(beginning[name.length] ?? ' '));
}

interface Tag {
  readonly attributes: Attributes;
  readonly empty: boolean;
  /** Behind the `>`. */
  readonly end: number;
}

const ATTRIBUTE = /^\s*([A-Za-z_][\w-]{0,40})\s{0,9}=\s{0,9}/;

/** Attributes from behind the tag's name to its `>`; undefined when it doesn't end soon. */
function readTag(text: string, from: number): Tag | undefined {
  const attributes = new Map<string, string>();
  const head = text.slice(from, nextTag(text, from));
  let at = 0;
  while (at < head.length) {
    const end = /^\s*(\/?)>/.exec(head.slice(at, at + 50));
    if (end !== null) return { attributes, empty: end[1] === '/', end: from + at + end[0].length };
    const attribute = ATTRIBUTE.exec(head.slice(at, at + 100));
    const valueFrom = at + (attribute?.[0].length ?? 0);
    const valueTo = attribute === null ? -1 : valueEnd(head, valueFrom);
    if (attribute === null || valueTo < 0) {
      const close = head.indexOf('>', at);
      return close < 0 ? undefined : { attributes, empty: false, end: from + close + 1 };
    }
    const quoted = /["']/.test(head[valueFrom] ?? '');
    const value = head.slice(valueFrom + (quoted ? 1 : 0), valueTo - (quoted ? 1 : 0));
    attributes.set((attribute[1] ?? '').toLowerCase(), value);
    at = valueTo;
  }
  return undefined;
}

/** Where the next tag begins, or the longest tag would end: no tag holds another, so none is read twice. */
function nextTag(text: string, from: number): number {
  const longest = Math.min(from + LONGEST_TAG, text.length);
  for (let at = text.indexOf('<', from); at >= 0 && at < longest; at = text.indexOf('<', at + 1)) {
    if (tagNameAt(text, at + (text[at + 1] === '/' ? 2 : 1)) !== undefined) return at;
  }
  return longest;
}

/** Behind a value and its mark. A mark that no space or end of the tag follows belongs to the value: `"he said "no" twice"`. */
function valueEnd(head: string, from: number): number {
  const mark = head[from];
  if (mark !== '"' && mark !== "'") {
    const end = head.slice(from).search(/[\s>]/);
    return end < 0 ? -1 : from + end;
  }
  for (let at = head.indexOf(mark, from + 1); at >= 0; at = head.indexOf(mark, at + 1)) {
    const rest = head.slice(at + 1, at + 60);
    if (/^\s*\/?>/.test(rest) || /^\s+[A-Za-z_][\w-]*\s*=\s*["']/.test(rest)) return at + 1;
  }
  return -1;
}
