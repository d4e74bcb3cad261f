/** What the page that edits label schemes may send: shapes and sizes; meaning is checked by `readLabelScheme`. */
import * as v from 'valibot';

const text = v.pipe(v.string(), v.maxLength(1_000));
const long = v.pipe(v.string(), v.maxLength(200_000));
const id = v.pipe(v.string(), v.maxLength(8_000));

const fields = v.strictObject({
  name: text,
  metric: text,
  instructions: long,
  answers: v.pipe(
    v.array(v.strictObject({ id: text, name: text, key: text, role: text, description: long })),
    v.maxLength(200),
  ),
  scores: v.pipe(
    v.array(v.strictObject({ id: text, name: text, key: text, minimum: text, maximum: text })),
    v.maxLength(200),
  ),
});

export const edit = v.strictObject({ id, copy: v.boolean() });
export const check = v.strictObject({ id: v.nullable(id), fields });
export const save = v.strictObject({
  id: v.nullable(id),
  fields,
  stamp: text,
  place: v.picklist(['setting', 'file']),
});
/** What the page keeps over a reload, as far as the host asks. */
export const kept = v.object({ edited: v.object({ id: v.nullable(id) }) });
export const named = v.strictObject({ id });
export const link = v.object({ url: v.pipe(v.string(), v.maxLength(20_000)) });
