// JSON of other tools is written back with its numbers as they were.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'node:test';
import { changeJson } from '../../../src/exporters/exactJson.ts';

describe('JSON changed in one place', () => {
  it('keeps digits, NaN and Infinity', () => {
    const text = '{"seed":12345678901234567890,"t":1.0,"e":1e400,"s":[NaN,-Infinity,"NaN",0.10],"x":1}';
    assert.equal(
      changeJson(text, (value) => ({ ...(value as object), x: 2 })),
      '{"seed":12345678901234567890,"t":1.0,"e":1e400,"s":[NaN,-Infinity,"NaN",0.10],"x":2}',
    );
  });

  it('is otherwise the same text, whatever is in it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        assert.equal(
          changeJson(text, (same) => same),
          text,
        );
      }),
    );
  });

  it('may hold a text of megabytes, all of it escapes, beside NaN', () => {
    const text = `{"a":NaN,"b":"${String.raw`\n\"`.repeat(5_000_000)}","c":-Infinity}`;
    assert.ok(changeJson(text, (same) => same) === text);
  });

  it('that isn’t JSON is refused', () => {
    assert.throws(() => changeJson('{"a":', (value) => value), SyntaxError);
  });
});
