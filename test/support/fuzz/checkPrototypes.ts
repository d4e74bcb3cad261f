/** Tells when something in a file has changed what all objects have. */
const WATCHED: readonly (readonly [string, object])[] = [
  ['Object.prototype', Object.prototype],
  ['Array.prototype', Array.prototype],
  ['Function.prototype', Function.prototype],
  ['String.prototype', String.prototype],
  ['Number.prototype', Number.prototype],
  ['Map.prototype', Map.prototype],
];
const BEFORE = WATCHED.map(([, prototype]) => new Set(Reflect.ownKeys(prototype)));

/** What was added, in words; it is taken away again, so that each input is blamed for its own. */
export function checkPrototypes(): string[] {
  return WATCHED.flatMap(([name, prototype], index) => {
    const added = Reflect.ownKeys(prototype).filter((key) => BEFORE[index]?.has(key) !== true);
    for (const key of added) Reflect.deleteProperty(prototype, key);
    return added.map((key) => `${name} was given ${String(key)}`);
  });
}
