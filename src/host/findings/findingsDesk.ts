/** Everything about findings in the editor, put together: the checks, the view, badges and pages. */
import * as vscode from 'vscode';
import { AuditError } from '../../core/errors.ts';
import { reportError } from '../commands/errorEdge.ts';
import type { WindowBlindness } from '../blindness/windowBlindness.ts';
import type { LabellingSettings } from '../labelling/labellingSettings.ts';
import type { Session } from '../session/session.ts';
import type { ReadingOrder } from '../transcript/reader.ts';
import type { Trees } from '../trees/trees.ts';
import { explainDocuments } from './explainDocuments.ts';
import { findingBadges } from './findingBadges.ts';
import { RULES_SETTING, type FindingChecks } from './findingChecks.ts';
import type { FoundTranscript } from './findingElements.ts';
import type { TranscriptPlace } from './findingFacts.ts';
import { FindingOrder } from './findingOrder.ts';
import { FindingsState } from './findingsState.ts';
import { FindingsView } from './findingsView.ts';
import { readRuleSettings } from './ruleSettings.ts';

export interface FindingsDeskParts {
  readonly session: Session;
  readonly settings: LabellingSettings;
  readonly checks: FindingChecks;
  readonly state: FindingsState;
  readonly trees: Trees;
  readonly blindness: WindowBlindness;
}

/** Made before the trees, which say of runs what was found in them. */
export function findingsState(session: Session): FindingsState {
  return new FindingsState({
    store: () => session.database?.store,
    settings: () => readRuleSettings(vscode.workspace.getConfiguration().get<unknown>(RULES_SETTING)),
  });
}

export class FindingsDesk implements vscode.Disposable {
  readonly checks: FindingChecks;
  readonly view: FindingsView;
  private readonly parts: FindingsDeskParts;
  private readonly subscriptions: vscode.Disposable;

  constructor(parts: FindingsDeskParts) {
    const { session, state, checks } = parts;
    this.parts = parts;
    this.checks = checks;
    const context = {
      open: () => session.openExisting(),
      place: (element: FoundTranscript) => this.place(element),
      hasRuns: () => (parts.trees.runs.state.draw()?.tree.table.leaves.length ?? 0) > 0,
      report: reportError,
      onDidChange: session.onDidChange,
    };
    this.view = new FindingsView(state, context, parts.blindness);
    this.subscriptions = vscode.Disposable.from(
      this.view,
      findingBadges(),
      explainDocuments(parts.blindness),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration(RULES_SETTING)) return;
        this.view.provider.reload();
        session.runsChanged();
      }),
    );
  }

  /** Who dismisses. @throws AuditError `bad-input` when nobody gave a name */
  annotator(): Promise<string> {
    return this.parts.settings.annotator.name();
  }

  /** Next and previous among the transcripts of a finding. */
  order(findingId: number): ReadingOrder {
    const { session, settings, trees } = this.parts;
    const store = () => {
      if (session.database === undefined) throw new AuditError('not-found', 'No database is open.');
      return session.database.store;
    };
    return new FindingOrder(
      findingId,
      { store, knownAnnotator: () => settings.annotator.known() },
      trees.order,
    );
  }

  /** A transcript came on screen. */
  shown(transcriptId: number, findingId: number | undefined): void {
    if (findingId === undefined) this.view.unfollow();
    else this.view.follow({ findingId, transcriptId });
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private place({ row }: FoundTranscript): TranscriptPlace {
    const { state } = this.parts.trees.runs;
    const drawn = state.draw();
    const leaf = drawn === undefined ? undefined : state.leafOf(drawn.tree.table, row);
    const ruleId = leaf?.arm.ruleId ?? null;
    return {
      probe: leaf?.probe?.name ?? '',
      rule: ruleId === null ? undefined : drawn?.tree.table.rules.get(ruleId),
    };
  }
}
