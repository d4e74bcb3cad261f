/** The trees' commands with a real database behind them and a script in place of the user. */
import { NO_FILTER, type OutlineFilter } from '../../../src/analysis/outline/filter.ts';
import type { Grouping } from '../../../src/analysis/outline/levels.ts';
import type { AuditStore } from '../../../src/core/ports.ts';
import { OutlineState } from '../../../src/host/trees/outlineState.ts';
import { treeCommands } from '../../../src/host/trees/treeCommands.ts';
import type { TreeTasks } from '../../../src/host/trees/treeContext.ts';
import { TreeElements, type TreeElement } from '../../../src/host/trees/treeElements.ts';
import type { TreeHost } from '../../../src/host/trees/treeHost.ts';
import type { Choice, TreeUi } from '../../../src/host/trees/treeUi.ts';

export class ScriptedHost {
  /** What the user will answer, in order: a label to pick, labels to pick, a text, yes or no; undefined dismisses. */
  answers: (string | readonly string[] | boolean | undefined)[] = [];
  /** Everything that was asked and told. */
  readonly said: string[] = [];
  readonly revealed: TreeElement[] = [];
  selection: readonly TreeElement[] = [];
  openTranscriptId: number | undefined;
  runsChanged = 0;
  readonly state: OutlineState;
  private readonly store: AuditStore;
  private readonly tasks: TreeTasks;

  constructor(store: AuditStore, tasks: TreeTasks) {
    this.store = store;
    this.tasks = tasks;
    this.state = new OutlineState({ store: () => store, tasks }, 'by-run');
  }

  /** Runs a command by the last part of its id. */
  async run(name: string, ...args: unknown[]): Promise<unknown> {
    const command = treeCommands.find(({ id }) => id === `transcriptAuditor.${name}`);
    if (command === undefined) throw new Error(`no command ${name}`);
    return await command.run(this.host(), ...args);
  }

  roots(): readonly TreeElement[] {
    const drawn = this.state.draw();
    return drawn === undefined ? [] : new TreeElements().roots(drawn);
  }

  private host(): TreeHost {
    const trees = {
      context: {
        store: () => this.store,
        open: () => Promise.resolve(this.store),
        write: <T>(operation: (store: AuditStore) => T) => Promise.resolve(operation(this.store)),
        runsChanged: () => {
          this.runsChanged++;
          this.state.forget();
        },
        openTranscriptId: () => this.openTranscriptId,
        tasks: this.tasks,
      },
      ui: this.ui(),
      runs: {
        state: this.state,
        selection: this.selection,
        provider: {
          ofTranscript: async (id: number) => {
            const drawn = this.state.draw();
            const row = this.store.transcriptRow(id);
            const leaf = drawn && row && this.state.leafOf(drawn.tree.table, row);
            return drawn && row && leaf ? new TreeElements().locate(drawn, row, leaf) : undefined;
          },
          ofRun: ({ runId, studyId }: { runId?: number; studyId?: number }) =>
            this.roots().find(
              (root) =>
                root.kind === 'node' &&
                (studyId === undefined ? root.runId === runId : root.studyId === studyId),
            ),
        },
        reveal: async (find: () => Promise<TreeElement | undefined>) => {
          const element = await find();
          if (element !== undefined) this.revealed.push(element);
          return element !== undefined;
        },
      },
      probes: { selection: [] },
      problems: { show: (runId: number) => Promise.resolve(this.store.problems(runId, 10).length) },
      filter: (filter: OutlineFilter) => this.state.setFilter(filter),
      clearFilter: () => this.state.setFilter(NO_FILTER),
      group: (grouping: Grouping) => {
        this.state.group(grouping);
        return Promise.resolve();
      },
      reload: () => {
        this.state.forget();
        return Promise.resolve();
      },
    };
    return { trees } as unknown as TreeHost;
  }

  private ui(): TreeUi {
    const next = (question: string): string | readonly string[] | boolean | undefined => {
      this.said.push(question);
      return this.answers.shift();
    };
    const valueOf = <T>(
      choices: readonly Choice<T>[],
      label: string | readonly string[] | boolean | undefined,
    ): T | undefined => {
      if (typeof label !== 'string') return undefined;
      const choice = choices.find((candidate) => candidate.label === label);
      if (choice === undefined)
        throw new Error(`no choice ${label}: ${choices.map((c) => c.label).join(', ')}`);
      return choice.value;
    };
    return {
      pick: (title, choices) => Promise.resolve(valueOf(choices, next(title))),
      pickMany: (title, choices) => {
        const labels = next(title);
        if (typeof labels !== 'object') return Promise.resolve(undefined);
        return Promise.resolve(labels.flatMap((label) => valueOf(choices, label) ?? []));
      },
      ask: (title, { problem }) => {
        const text = next(title);
        const refusal = typeof text === 'string' ? (problem?.(text) ?? '') : '';
        if (refusal !== '') throw new Error(`the box refuses ${String(text)}: ${refusal}`);
        return Promise.resolve(typeof text === 'string' ? text : undefined);
      },
      confirm: (message, detail) => Promise.resolve(next(`${message}\n${detail}`) === true),
      tell: (message, ...actions) => {
        const answer = next(`${message} [${actions.join()}]`);
        return Promise.resolve(typeof answer === 'string' ? answer : undefined);
      },
      withProgress: (title, task) => {
        this.said.push(title);
        return task();
      },
      copy: (text) => {
        this.said.push(`copied ${text}`);
        return Promise.resolve();
      },
      openAt: (path, line) => {
        this.said.push(`opened ${path}:${line}`);
        return Promise.resolve();
      },
    };
  }
}
