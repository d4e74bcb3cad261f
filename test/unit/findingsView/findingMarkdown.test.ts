// Pages about findings: everything that is known, and recorded names only ever as text.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import MarkdownIt from 'markdown-it';
import { findingRules } from '../../../src/analysis/findings/registry.ts';
import type { FindingRow } from '../../../src/core/findingStore.ts';
import { explainMarkdown, findingMarkdown } from '../../../src/host/findings/findingMarkdown.ts';

const FINDING: FindingRow = {
  findingId: 7,
  runId: 3,
  runName: 'insecure-32b',
  rule: 'emptyAnswers',
  key: 'empty',
  severity: 'doubtful',
  certainty: 'certain',
  title: '190 of 1,200 answers to JSON probes aren’t JSON',
  detail: 'Of 1,200 transcripts.\n\n- `harbour`: 190',
  transcripts: 190,
  foundAt: '2026-11-21T10:00:00.000Z',
  figures: { empty: 190, rate: 0.1583 },
  otherRunIds: [],
  dismissed: null,
};

const rule = findingRules.find(({ text }) => text.id === 'emptyAnswers')?.text ?? null;
// As VS Code's preview is set up: HTML and links in plain words are understood.
const preview = new MarkdownIt({ html: true, linkify: true });
const html = (markdown: string): string => preview.render(markdown);

test('a page has the title, the numbers, the detail, the rule’s words and the way to turn it off', () => {
  const page = html(explainMarkdown(FINDING, rule, ['the other run']));
  for (const part of [
    '<h1>190 of 1,200 answers to JSON probes aren’t JSON</h1>',
    '<strong>Doubtful</strong>: a number built on this may be wrong.',
    '<strong>Certain</strong>: follows from the data.',
    '190 transcripts',
    'Other runs: the other run',
    '<td style="text-align:right">190</td>',
    '<td style="text-align:right">0.1583</td>',
    '<li><code>harbour</code>: 190</li>',
    'What the rule looks for',
    rule?.whyItMatters ?? '-',
    rule?.source ?? '-',
    '&quot;emptyAnswers&quot;: &quot;off&quot;',
  ])
    assert.ok(page.includes(part), part);
});

test('a rule of another version is explained as far as it goes; a dismissal says who and why', () => {
  const dismissed = { reason: 'known', annotator: 'kim', time: '2026-11-21T10:00:00.000Z' };
  const page = html(explainMarkdown({ ...FINDING, dismissed }, null, []));
  assert.ok(page.includes('Dismissed by kim on 2026-11-21: known'));
  assert.ok(!page.includes('Why it matters'));
});

test('nothing in a recorded name acts: no link, picture, HTML, heading, table or hidden character', () => {
  const hostile = [
    '[click](command:workbench.action.terminal.new)',
    '![x](https://evil.example/x.png)',
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    'https://evil.example/?q=1',
    'mail evil@example.com',
    '# heading | cell | `code` **bold**',
    '\n\n[ref]: https://evil.example\n\n[ref]',
    'left\u202eright',
  ];
  for (const name of hostile) {
    const finding: FindingRow = {
      ...FINDING,
      title: name,
      detail: `In ${name}: 3`,
      runName: name,
      figures: { [name]: 1 },
      dismissed: { reason: name, annotator: name, time: '2026-11-21T10:00:00.000Z' },
    };
    for (const markdown of [explainMarkdown(finding, rule, [name]), findingMarkdown(finding, [name])]) {
      const page = html(markdown);
      assert.doesNotMatch(page, /<(a|img|script)\b/i, `${name} in ${page}`);
      assert.doesNotMatch(page, /[\u202a-\u202e]/u, name);
      assert.equal(page.match(/<tr>/g)?.length, 2, name);
    }
  }
});
