/** JSON Patch (RFC 6902) on a list of messages. */
import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject } from '../lenientJson.ts';
import { MAXIMUM_DEPTH } from '../limits.ts';

export type PatchOutcome =
  | { readonly kind: 'patched'; readonly messages: readonly unknown[] }
  | { readonly kind: 'failed'; readonly reason: string };

/** Deeper paths are nobody's messages. */
const LONGEST_PATH = 100;
/** What one patch may copy, in characters of JSON: copies of copies double each time. */
const MOST_COPIED = 4 * 1024 * 1024;

/**
 * Applies all changes or none. Paths address the list: `/12/content`, `/-`. The source of `move` and `copy` is read
 * from `from` and from `from_`, as tools in Python write it. What isn't touched is shared with the list given; values
 * put in are shared with the patch, so neither may be changed afterwards. Names such as `__proto__` are data.
 */
export function patchMessages(messages: readonly unknown[], patch: readonly unknown[]): PatchOutcome {
  const document = new Patched(messages);
  for (const change of patch) {
    const reason = isObject(change) ? applied(document, change) : 'a change isn’t an object';
    if (reason !== undefined) return { kind: 'failed', reason };
  }
  if (!Array.isArray(document.root))
    return { kind: 'failed', reason: 'what is left isn’t a list of messages' };
  const before = new Set(messages);
  const patched = document.root as unknown[];
  const deep = patched.some((message) => !before.has(message) && !isShallow(message));
  return deep
    ? { kind: 'failed', reason: 'what is left is nested too deep' }
    : { kind: 'patched', messages: patched };
}

/** Why it can't be done; undefined when it was. */
function applied(document: Patched, change: JsonObject): string | undefined {
  const path = pathOf(change['path']);
  const op = change['op'];
  if (path === undefined) return `“${shown(change['path'])}” isn’t a path`;
  const done = ((): boolean => {
    switch (op) {
      case 'add':
        return document.add(path, change['value']);
      case 'replace':
        return document.has(path) && document.set(path, change['value']);
      case 'remove':
        return document.remove(path);
      case 'test':
        return document.has(path) && isDeepStrictEqual(document.get(path), change['value']);
      case 'move':
      case 'copy': {
        const from = pathOf(change['from'] ?? change['from_']);
        if (from === undefined || !document.has(from)) return false;
        if (op === 'move' && from.length < path.length && from.every((key, at) => key === path[at]))
          return false;
        const value = op === 'copy' ? document.copied(from) : document.get(from);
        return value !== undefined && (op === 'copy' || document.remove(from)) && document.add(path, value);
      }
      default:
        return false;
    }
  })();
  return done ? undefined : `“${shown(op)} ${shown(change['path'])}” fits nothing that is there`;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 60) : typeof value;
}

function pathOf(pointer: unknown): readonly string[] | undefined {
  if (typeof pointer !== 'string' || (pointer !== '' && !pointer.startsWith('/'))) return undefined;
  const keys = pointer.split('/', LONGEST_PATH + 2).slice(1);
  if (keys.length > LONGEST_PATH) return undefined;
  return keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

type Container = unknown[] | Record<string, unknown>;

/** Copies a container the first time something in it changes. */
class Patched {
  root: unknown;
  readonly #own = new Set<unknown>();
  #copied = 0;

  constructor(root: unknown) {
    this.root = root;
  }

  has(path: readonly string[]): boolean {
    return this.#find(path) !== undefined;
  }

  get(path: readonly string[]): unknown {
    return this.#find(path)?.value;
  }

  /** The value once more; undefined when that would be too much. */
  copied(path: readonly string[]): unknown {
    const value = this.get(path);
    if (!isShallow(value)) return undefined;
    const text = JSON.stringify(value) ?? '';
    this.#copied += text.length;
    return text === '' || this.#copied > MOST_COPIED ? undefined : JSON.parse(text);
  }

  #find(path: readonly string[]): { readonly value: unknown } | undefined {
    let value = this.root;
    for (const key of path) {
      const found = childOf(value, key);
      if (found === undefined) return undefined;
      ({ value } = found);
    }
    return { value };
  }

  set(path: readonly string[], value: unknown): boolean {
    const key = path.at(-1);
    if (key === undefined) return this.#replaceRoot(value);
    const parent = this.#ownParent(path);
    if (parent === undefined) return false;
    if (Array.isArray(parent)) parent[Number(key)] = value;
    else define(parent, key, value);
    return true;
  }

  add(path: readonly string[], value: unknown): boolean {
    const key = path.at(-1);
    if (key === undefined) return this.#replaceRoot(value);
    const parent = this.#ownParent(path);
    if (parent === undefined) return false;
    if (!Array.isArray(parent)) {
      define(parent, key, value);
      return true;
    }
    const at = key === '-' ? parent.length : indexOf(key);
    if (at === undefined || at > parent.length) return false;
    parent.splice(at, 0, value);
    return true;
  }

  remove(path: readonly string[]): boolean {
    const key = path.at(-1);
    if (key === undefined || !this.has(path)) return false;
    const parent = this.#ownParent(path);
    if (parent === undefined) return false;
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else Reflect.deleteProperty(parent, key);
    return true;
  }

  #replaceRoot(value: unknown): boolean {
    this.root = value;
    return true;
  }

  /** The container of the path's last key, its own copy and all above it. */
  #ownParent(path: readonly string[]): Container | undefined {
    if (this.#find(path.slice(0, -1)) === undefined) return undefined;
    let container = this.#owned(this.root);
    this.root = container ?? this.root;
    for (const key of path.slice(0, -1)) {
      if (container === undefined) return undefined;
      const inner = this.#owned(childOf(container, key)?.value);
      if (inner === undefined) return undefined;
      if (Array.isArray(container)) container[Number(key)] = inner;
      else define(container, key, inner);
      container = inner;
    }
    return container;
  }

  #owned(value: unknown): Container | undefined {
    if (!Array.isArray(value) && !isObject(value)) return undefined;
    if (this.#own.has(value)) return value as Container;
    const copy = Array.isArray(value) ? [...(value as unknown[])] : copyOf(value);
    this.#own.add(copy);
    return copy;
  }
}

/** Deeper values can't be written as JSON again. */
function isShallow(value: unknown): boolean {
  let layer: unknown[] = [value];
  for (let depth = 0; layer.length > 0; depth++) {
    if (depth > MAXIMUM_DEPTH + LONGEST_PATH) return false;
    layer = layer.flatMap((item): unknown[] =>
      Array.isArray(item) ? (item as unknown[]) : isObject(item) ? Object.values(item) : [],
    );
  }
  return true;
}

function childOf(value: unknown, key: string): { readonly value: unknown } | undefined {
  if (Array.isArray(value)) {
    const at = indexOf(key);
    return at !== undefined && at < value.length ? { value: (value as unknown[])[at] } : undefined;
  }
  return isObject(value) && Object.hasOwn(value, key) ? { value: value[key] } : undefined;
}

function indexOf(key: string): number | undefined {
  return /^(0|[1-9]\d{0,8})$/.test(key) ? Number(key) : undefined;
}

function copyOf(value: JsonObject): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) define(copy, key, value[key]);
  return copy;
}

/** As data, also when it is called `__proto__`. */
function define(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}
