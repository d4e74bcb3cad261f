/** Plays the extension host for the import page: the product's own handlers, and a note of what the page sent. */
import * as v from 'valibot';
import { AuditError } from '../../../src/core/errors.ts';
import { COLUMN_ROLES } from '../../../src/core/importPlan.ts';
import { mappingProblem } from '../../../src/core/mappingCheck.ts';
import type { ConfirmedImport } from '../../../src/host/import/importContext.ts';
import { patternAnswer } from '../../../src/host/import/proposeNames.ts';
import { createChannel, type Channel } from '../../../src/host/panels/channel.ts';
import type { HostMessage } from '../../../src/protocol/channel.ts';
import type {
  ImportEvents,
  ImportFileRow,
  ImportRequests,
  ImportView,
} from '../../../src/protocol/importPanel.ts';
import type { WebviewHost } from '../../support/webviewPage.ts';

export class MockImportHost implements WebviewHost<HostMessage, unknown> {
  readonly confirmed: ConfirmedImport[] = [];
  /** The rows that bundles are split into, by the bundle’s path. */
  readonly parts = new Map<string, readonly ImportFileRow[]>();
  cancelled = 0;
  /** How many of the page's first messages are lost on their way. */
  lost = 0;
  /** Why `confirm` refuses; empty when it takes what it gets. */
  refusal = '';
  private readonly view: ImportView;
  private listener: (message: unknown) => void = () => undefined;
  private channel: Channel<ImportEvents> | undefined;

  constructor(view: ImportView) {
    this.view = view;
  }

  connect(post: (message: HostMessage) => void): void {
    this.channel = createChannel<ImportRequests, ImportEvents>(
      {
        postMessage: (message) => {
          post(message as HostMessage);
          return Promise.resolve(true);
        },
        onDidReceiveMessage: (listener) => {
          this.listener = listener;
          return { dispose: () => undefined };
        },
      },
      {
        ready: () => this.view,
        applyPattern: {
          params: v.object({ pattern: v.string() }),
          handle: ({ pattern }) =>
            patternAnswer(
              this.view.files.map(({ path, label, carried }) => ({
                id: path,
                path,
                label,
                carries: carried,
              })),
              pattern,
              this.view.mode === 'import',
            ),
        },
        checkRoles: {
          params: v.object({ roles: v.record(v.string(), v.picklist(COLUMN_ROLES)) }),
          handle: ({ roles }) => ({ problem: mappingProblem(roles) ?? '' }),
        },
        split: {
          params: v.object({ path: v.string() }),
          handle: ({ path }) => this.parts.get(path) ?? [],
        },
        confirm: {
          params: v.custom<ConfirmedImport>(() => true),
          handle: (answers) => {
            if (this.refusal !== '') throw new AuditError('bad-input', this.refusal, 'Change it.');
            this.confirmed.push(answers);
            return null;
          },
        },
        cancel: () => {
          this.cancelled++;
          return null;
        },
      },
    );
  }

  receive(message: unknown): void {
    if (this.lost-- > 0) return;
    this.listener(message);
  }

  close(): void {
    this.channel?.dispose();
  }
}
