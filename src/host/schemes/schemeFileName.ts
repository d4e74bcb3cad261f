/** Names that Windows keeps for devices, whatever ending they have. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
const LONGEST = 60;

/**
 * A file name for a scheme, safe on every system: letters, digits, `-`, `_` and `.` of its name, with `.json`.
 *
 * @param taken names in the folder; none of them is given, whatever their case
 */
export function schemeFileName(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[-.]+|[-.]+$/g, '');
  const short = [...plain]
    .slice(0, LONGEST)
    .join('')
    .replace(/[-.]+$/, '');
  const stem =
    short === '' || DEVICES.test(short.split('.')[0] ?? '')
      ? `scheme${short === '' ? '' : `-${short}`}`
      : short;
  const known = new Set(taken.map((each) => each.normalize('NFC').toLowerCase()));
  for (let copy = 1; ; copy++) {
    const candidate = copy === 1 ? `${stem}.json` : `${stem}-${copy}.json`;
    if (!known.has(candidate.toLowerCase())) return candidate;
  }
}
