/** Colours code: text to a tree of class names and text. Languages are named here; nothing is guessed. */
import type { ElementContent, RootContent } from 'hast';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import diff from 'highlight.js/lib/languages/diff';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { createLowlight } from 'lowlight';

const lowlight = createLowlight({
  bash, c, cpp, diff, go, java, javascript, json, python, rust, sql, typescript, xml, yaml,
}); // prettier-ignore

export type CodeNode = string | { readonly classes: string; readonly children: readonly CodeNode[] };

/** Longer code stays plain: colours aren't worth thousands of elements. */
export const COLOURED_LIMIT = 8_000;

/** The first word after a fence, when it is a language that we colour. */
export function languageOf(info: string): string | null {
  const name = /^[\w+#.-]+/.exec(info.trim())?.[0].toLowerCase() ?? '';
  return lowlight.registered(name) ? name : null;
}

/** Coloured code, or the text alone when it is long or in no known language. */
export function codeTree(text: string, info: string): readonly CodeNode[] {
  const language = languageOf(info);
  if (language === null || text.length > COLOURED_LIMIT) return [text];
  try {
    return convert(lowlight.highlight(language, text).children);
  } catch {
    // A grammar that fails on some text must not take the transcript with it.
    return [text];
  }
}

function convert(nodes: readonly (RootContent | ElementContent)[]): CodeNode[] {
  return nodes.flatMap((node): CodeNode[] => {
    if (node.type === 'text') return [node.value];
    if (node.type !== 'element') return [];
    const names = node.properties['className'];
    const classes = Array.isArray(names) ? names.filter((name) => typeof name === 'string').join(' ') : '';
    return [{ classes, children: convert(node.children) }];
  });
}
