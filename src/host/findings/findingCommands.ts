/** Looking at findings, explaining, dismissing and looking for them anew; each takes its answers as arguments too. */
import * as v from 'valibot';
import * as vscode from 'vscode';
import { AuditError } from '../../core/errors.ts';
import type { FindingRow } from '../../core/findingStore.ts';
import { groupedNumber } from '../../core/groupedNumber.ts';
import type { Command } from '../commands/command.ts';
import type { Host } from '../hostContext.ts';
import { oneLine } from '../trees/oneLine.ts';
import { openExplanation } from './explainDocuments.ts';
import { explainMarkdown, findingMarkdown } from './findingMarkdown.ts';
import { findingsOf } from './findingTargets.ts';

const LONGEST_REASON = 2_000;
const reasonArgument = v.object({ reason: v.string() });
const runsArgument = v.object({
  runId: v.optional(v.number()),
  runIds: v.optional(v.array(v.number())),
});

async function targets(host: Host, argument: unknown, selected: unknown): Promise<readonly FindingRow[]> {
  await host.session.openExisting();
  const { view } = host.findings;
  return findingsOf(view.state.draw(), view.selection, argument, selected);
}

async function one(host: Host, argument: unknown, selected: unknown): Promise<FindingRow> {
  const [finding, ...others] = await targets(host, argument, selected);
  if (finding === undefined || others.length > 0)
    throw new AuditError('bad-input', 'This works on one finding at a time.', 'Select a single finding.');
  return finding;
}

/** Shows the view and selects the finding; whether it was there. */
async function show(host: Host, argument: unknown, selected: unknown): Promise<boolean> {
  const { findingId } = await one(host, argument, selected);
  return host.findings.view.show(findingId);
}

function otherRuns(host: Host, { otherRunIds }: FindingRow): readonly string[] {
  return otherRunIds.flatMap((runId) => host.session.database?.store.run(runId)?.name ?? []);
}

/** Opens a page about a finding; the page's text. */
async function explain(host: Host, argument: unknown, selected: unknown) {
  const finding = await one(host, argument, selected);
  const { worker } = await host.session.openOrCreate();
  const rule = await worker.run('findingRuleText', { rule: finding.rule });
  const markdown = explainMarkdown(finding, rule, otherRuns(host, finding));
  await openExplanation(finding.findingId, markdown);
  return { findingId: finding.findingId, markdown };
}

/** Dismisses findings with a reason, each an act of its own; their ids, or undefined when no reason was given. */
async function dismiss(host: Host, argument: unknown, selected: unknown) {
  const standing = (await targets(host, argument, selected)).filter(({ dismissed }) => dismissed === null);
  if (standing.length === 0) throw new AuditError('bad-input', 'It is dismissed already.');
  const given = v.safeParse(reasonArgument, argument);
  const reason = given.success ? given.output.reason : await askReason(standing);
  if (reason === undefined) return undefined;
  return mark(host, standing, 'dismiss', reason.trim().slice(0, LONGEST_REASON));
}

async function askReason(findings: readonly FindingRow[]): Promise<string | undefined> {
  const [first] = findings;
  return vscode.window.showInputBox({
    title:
      findings.length === 1
        ? `Dismiss “${oneLine(first?.title ?? '', 80)}”`
        : `Dismiss ${groupedNumber(findings.length)} findings`,
    prompt: 'Why? Kept with your name and the time, and shown to whoever looks.',
    placeHolder: 'Known and meant: …',
    validateInput: (text) => (text.trim() === '' ? 'A dismissal needs a reason.' : undefined),
  });
}

async function restore(host: Host, argument: unknown, selected: unknown) {
  const dismissed = (await targets(host, argument, selected)).filter((finding) => finding.dismissed !== null);
  if (dismissed.length === 0) throw new AuditError('bad-input', 'It isn’t dismissed.');
  const given = v.safeParse(reasonArgument, argument);
  return mark(host, dismissed, 'restore', given.success ? given.output.reason : '');
}

/** One short write for each finding, so that many don't hold up the editor. */
async function mark(
  host: Host,
  findings: readonly FindingRow[],
  action: 'dismiss' | 'restore',
  reason: string,
): Promise<{ readonly findingIds: readonly number[] }> {
  const annotator = await host.findings.annotator();
  const findingIds: number[] = [];
  try {
    for (const { findingId } of findings) {
      await host.session.write((store) => store.markFinding(findingId, { action, reason, annotator }));
      findingIds.push(findingId);
    }
  } finally {
    // Polling sees what others commit; this was our own. The view shows it at once, the trees when they are drawn.
    host.findings.view.provider.reload();
    if (findingIds.length > 0) host.session.runsChanged();
  }
  return { findingIds };
}

/** Opens the first of a finding's transcripts; next and previous go through exactly those. */
async function openTranscripts(host: Host, argument: unknown, selected: unknown) {
  const { findingId, runId, transcripts } = await one(host, argument, selected);
  const transcriptId = host.session.database?.store.findingNeighbour(findingId, 0, 'next');
  if (transcriptId === undefined) {
    // It is about the run as a whole: that is what there is to see.
    await vscode.commands.executeCommand('transcriptAuditor.revealInTree', { runId });
    return { findingId, transcripts: 0 };
  }
  await host.panels.open(transcriptId, { findingId });
  return { findingId, transcriptId, transcripts };
}

/** Looks through runs with every rule that is on; how many findings stand then. */
async function check(host: Host, argument: unknown) {
  const given = v.safeParse(runsArgument, argument ?? {});
  const { runId, runIds } = given.success ? given.output : {};
  const wanted = runIds ?? (runId === undefined ? undefined : [runId]);
  if ((await host.session.openExisting()) === undefined)
    throw new AuditError('not-found', 'There is no database here yet.', 'Import results to start one.');
  const checked = await vscode.window.withProgress(
    { location: { viewId: 'transcriptAuditor.findings' } },
    () => host.findings.checks.check(wanted ?? 'all'),
  );
  host.findings.view.provider.reload();
  if (checked === undefined)
    throw new AuditError('bug', 'Not every run could be looked through.', 'The log says why.');
  const { all = [], grave = 0 } = host.findings.view.state.draw() ?? {};
  const standing = all.filter(({ dismissed }) => dismissed === null).length;
  const runs = checked.looked.length;
  void vscode.window.setStatusBarMessage(
    `${groupedNumber(standing)} ${standing === 1 ? 'finding' : 'findings'}; ${runs === 0 ? 'nothing changed since the last look' : `${groupedNumber(runs)} ${runs === 1 ? 'run was' : 'runs were'} looked through`}`,
    5_000,
  );
  return { looked: checked.looked, standing, grave };
}

/** Findings as Markdown on the clipboard; the text. */
async function copy(host: Host, argument: unknown, selected: unknown): Promise<string> {
  const found = await targets(host, argument, selected);
  const text = found.map((finding) => findingMarkdown(finding, otherRuns(host, finding))).join('\n');
  await vscode.env.clipboard.writeText(text);
  return text;
}

/** What `listFindings` answers of one. */
export type ListedFinding = Omit<FindingRow, 'detail' | 'foundAt'>;

async function list(host: Host): Promise<readonly ListedFinding[]> {
  await host.session.openExisting();
  host.findings.view.state.reload();
  return (host.findings.view.state.draw()?.all ?? []).map(({ detail: _, foundAt: __, ...rest }) => rest);
}

export const findingCommands: readonly Command[] = [
  { id: 'transcriptAuditor.showFinding', title: 'Show Finding', run: show },
  { id: 'transcriptAuditor.explainFinding', title: 'Explain Finding', run: explain },
  { id: 'transcriptAuditor.dismissFinding', title: 'Dismiss Finding with Reason…', run: dismiss },
  { id: 'transcriptAuditor.restoreFinding', title: 'Restore Dismissed Finding', run: restore },
  {
    id: 'transcriptAuditor.openFindingTranscripts',
    title: 'Open Finding’s Transcripts',
    run: openTranscripts,
  },
  { id: 'transcriptAuditor.checkFindings', title: 'Look for Findings Anew', run: check },
  { id: 'transcriptAuditor.copyFinding', title: 'Copy Finding', run: copy },
  { id: 'transcriptAuditor.listFindings', title: 'List Findings', run: list },
  {
    id: 'transcriptAuditor.findingSettings',
    title: 'Choose Rules…',
    run: async () => {
      await vscode.commands.executeCommand(
        'workbench.action.openSettings',
        'transcriptAuditor.findings.rules',
      );
    },
  },
];
