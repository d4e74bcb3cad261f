/**
 * Markdown to a small tree of our own that can hold nothing dangerous: no html, no addresses that a browser would load.
 *
 * A reader must see all that a model wrote, so whatever markdown would hide (reference definitions, texts nested beyond
 * the parser's limit) is either not treated as markdown or makes the whole text fall back to plain text.
 */
import MarkdownIt, { type Token } from 'markdown-it';

export type MarkdownNode = string | MarkdownElement | MarkdownLink | MarkdownImage | MarkdownCode;

export const MARKDOWN_TAGS = [
  'p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'ul', 'ol', 'li', 'em', 'strong', 's',
  'table', 'thead', 'tbody', 'tr', 'th', 'td', 'hr', 'br',
] as const; // prettier-ignore
export type MarkdownTag = (typeof MARKDOWN_TAGS)[number];

export interface MarkdownElement {
  readonly kind: 'element';
  readonly tag: MarkdownTag;
  readonly children: MarkdownNode[];
  /** Ordered lists only. */
  readonly start?: number;
}
export interface MarkdownLink {
  readonly kind: 'link';
  readonly url: string;
  readonly children: MarkdownNode[];
}
export interface MarkdownImage {
  readonly kind: 'image';
  readonly alt: string;
  readonly url: string;
}
export interface MarkdownCode {
  readonly kind: 'code';
  readonly block: boolean;
  /** The words after the fence, as written. */
  readonly info: string;
  readonly text: string;
}

/** Why a text is shown as it is; shown beside it. */
export type PlainReason = 'too long' | 'nested too deeply' | 'too much formatting' | 'has control characters';
export type MarkdownResult = { readonly nodes: readonly MarkdownNode[] } | { readonly plain: PlainReason };

/** Longer texts are shown as plain text. */
export const MARKDOWN_LIMIT = 20_000;
const MOST_NODES = 2_500;
const MOST_NESTING = 40;

const parser = new MarkdownIt('default', {
  html: false,
  linkify: false,
  typographer: false,
  maxNesting: MOST_NESTING,
});
// `[//]: # (a comment nobody sees)` stays visible when definitions aren't markdown.
parser.disable('reference');
// Addresses stand as they were written; nothing is ever loaded from them.
parser.normalizeLink = (url) => url;
parser.normalizeLinkText = (url) => url;

/** Parses one text. Linear memory and bounded size whatever the text holds; never throws. */
export function parseMarkdown(text: string): MarkdownResult {
  if (text.length > MARKDOWN_LIMIT) return { plain: 'too long' };
  // The parser would turn these into line breaks and replacement characters.
  if (/\0|\r(?!\n)/.test(text)) return { plain: 'has control characters' };
  const builder = new TreeBuilder();
  try {
    builder.add(parser.parse(text, {}));
  } catch (error) {
    if (error instanceof TooMuch) return { plain: error.reason };
    // A parser that fails on some text must not take the transcript with it.
    return { plain: 'too much formatting' };
  }
  return { nodes: builder.root };
}

class TooMuch extends Error {
  readonly reason: PlainReason;
  constructor(reason: PlainReason) {
    super(reason);
    this.reason = reason;
  }
}

class TreeBuilder {
  readonly root: MarkdownNode[] = [];
  /** Children of the open elements; `null` for an opening token that was dropped. */
  readonly #open: (MarkdownNode[] | null)[] = [];
  #nodes = 0;

  add(tokens: readonly Token[]): void {
    for (const token of tokens) {
      // One level below the limit the parser stops reading blocks and silently drops them.
      if (token.level >= MOST_NESTING - 2 || this.#open.length > MOST_NESTING)
        throw new TooMuch('nested too deeply');
      if (token.nesting === 1) this.#enter(token);
      else if (token.nesting === -1) this.#open.pop();
      else this.#leaf(token);
    }
  }

  #enter(token: Token): void {
    const children: MarkdownNode[] = [];
    const node = openNode(token, children);
    if (node !== null && !token.hidden) this.#push(node);
    this.#open.push(node !== null && !token.hidden ? children : null);
  }

  #leaf(token: Token): void {
    switch (token.type) {
      case 'inline':
        this.add(token.children ?? []);
        break;
      case 'text':
      case 'text_special':
        if (token.content !== '') this.#push(token.content);
        break;
      case 'softbreak':
        this.#push('\n');
        break;
      case 'hardbreak':
        this.#push({ kind: 'element', tag: 'br', children: [] });
        break;
      case 'hr':
        this.#push({ kind: 'element', tag: 'hr', children: [] });
        break;
      case 'image':
        this.#push({ kind: 'image', alt: token.content, url: attribute(token, 'src') });
        break;
      case 'code_inline':
        this.#push({ kind: 'code', block: false, info: '', text: token.content });
        break;
      case 'fence':
      case 'code_block':
        this.#push({ kind: 'code', block: true, info: token.info, text: token.content.replace(/\n$/, '') });
        break;
      default:
        // A token that we don't know is shown as the text it came from.
        if (token.content !== '') this.#push(token.content);
    }
  }

  #push(node: MarkdownNode): void {
    this.#nodes += 1;
    if (this.#nodes > MOST_NODES) throw new TooMuch('too much formatting');
    (this.#open.findLast((children) => children !== null) ?? this.root).push(node);
  }
}

function openNode(token: Token, children: MarkdownNode[]): MarkdownNode | null {
  if (token.type === 'link_open') return { kind: 'link', url: attribute(token, 'href'), children };
  const tag = token.tag as MarkdownTag;
  if (!MARKDOWN_TAGS.includes(tag)) return null;
  const start = Number(attribute(token, 'start'));
  return { kind: 'element', tag, children, ...(tag === 'ol' && start > 1 ? { start } : {}) };
}

function attribute(token: Token, name: string): string {
  const value = token.attrGet(name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
