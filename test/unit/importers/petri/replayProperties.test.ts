import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { edit, outcomeOf, patch } from './outcomes.ts';

type Step =
  | { readonly kind: 'add'; readonly id: string }
  | { readonly kind: 'back'; readonly count: number }
  | { readonly kind: 'to'; readonly at: number; readonly count: number }
  | { readonly kind: 'reset'; readonly keep: number; readonly ids: readonly string[] }
  | { readonly kind: 'replace'; readonly at: number; readonly id: string }
  | { readonly kind: 'remove'; readonly at: number };

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('add' as const), id }) },
  fc.record({ kind: fc.constant('back' as const), count: fc.integer({ min: -1, max: 4 }) }),
  fc.record({ kind: fc.constant('to' as const), at: fc.nat(6), count: fc.nat(2) }),
  fc.record({ kind: fc.constant('reset' as const), keep: fc.nat(6), ids: fc.array(id, { maxLength: 3 }) }),
  fc.record({ kind: fc.constant('replace' as const), at: fc.nat(6), id }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.nat(6) }),
);

test('any edits give the histories that copying whole lists gives', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      // Ids are unique by place in the list of steps; what is said is not.
      let now: { id: string; content: string }[] = [];
      const left: { id: string; content: string }[][] = [];
      const events: object[] = [];
      const become = (next: { id: string; content: string }[]): void => {
        let same = 0;
        while (same < now.length && now[same]?.content === next[same]?.content) same++;
        if (same < now.length) left.push(now);
        now = next;
      };
      for (const [number, one] of steps.entries()) {
        const fresh = (content: string, at = 0): { id: string; content: string } => ({
          id: `${number}.${at}`,
          content,
        });
        const message = (made: { id: string; content: string }): object => ({ role: 'user', ...made });
        switch (one.kind) {
          case 'add': {
            const made = fresh(one.id);
            events.push(edit('add', { message: message(made) }));
            become([...now, made]);
            break;
          }
          case 'back':
            events.push(edit('rollback', { count: one.count }));
            become(now.slice(0, now.length - Math.min(Math.max(one.count, 0), now.length)));
            break;
          case 'to': {
            const to = now[one.at]?.id;
            events.push(edit('rollback', { count: one.count, to_id: to ?? 'gone' }));
            become(
              to === undefined ? now.slice(0, Math.max(0, now.length - one.count)) : now.slice(0, one.at + 1),
            );
            break;
          }
          case 'reset': {
            const next = [...now.slice(0, one.keep), ...one.ids.map(fresh)];
            events.push(edit('reset', { new_messages: next.map(message) }));
            become(next);
            break;
          }
          case 'replace': {
            events.push(patch({ op: 'replace', path: `/${one.at}/content`, value: one.id }));
            if (one.at < now.length) become(now.with(one.at, { id: now[one.at]?.id ?? '', content: one.id }));
            break;
          }
          case 'remove':
            events.push(patch({ op: 'remove', path: `/${one.at}` }));
            if (one.at < now.length) become(now.toSpliced(one.at, 1));
        }
      }
      const text = (list: readonly { content: string }[]): string =>
        list.map(({ content }) => content).join(' ');
      const { own, whole } = outcomeOf(events);
      assert.equal(own, text(now));
      // Each branch is a history that was left, in order; those that say nothing new may be missing.
      const histories = left.map(text);
      let from = 0;
      for (const branch of whole) {
        const at = histories.indexOf(branch, from);
        assert.ok(at >= 0, `${branch} was never a history of ${JSON.stringify(histories)}`);
        from = at + 1;
      }
      for (const history of histories) {
        const known = [own, ...whole].some((each) => `${each} `.startsWith(`${history} `));
        assert.ok(known, `${history} is in none of ${JSON.stringify([own, ...whole])}`);
      }
    }),
    { numRuns: 1000, seed: 11 },
  );
});
