// The screens that `npm run screenshots` takes pictures of, each with the way to it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startFakeEndpoint } from './fakeEndpoint/startFakeEndpoint.ts';
import { openAudit } from './journeysAudit.ts';
import { findings, importWithFindings } from './journeysFindings.ts';
import { importPage } from './journeysImport.ts';
import { JUDGE, launchSettings, OWLS, TARGET } from './journeysLaunch.ts';
import { transcriptPage } from './journeysPage.ts';
import { focusRuns, focusView, unfold, walkTo } from './journeysTree.ts';
import type { Workbench } from './workbench.ts';

/** One screen. */
export interface Screen {
  readonly name: string;
  /** Brings a fresh workbench on the sample to the screen. */
  readonly prepare: (bench: Workbench) => Promise<void>;
  /** Brings back, before each picture, what a change of the theme takes away. */
  readonly again?: (bench: Workbench) => Promise<void>;
}

/** Every screen of the product. */
export const SCREENS: readonly Screen[] = [
  { name: 'welcome', prepare: showRuns },
  {
    name: 'tree',
    async prepare(bench) {
      await importStudy(bench);
      await labelSome(bench, 8);
      await focusRuns(bench.window);
      for (const level of [/^study$/, /^insecure$/, /seed1$/, /^free_weekend$/])
        await unfold(bench.window, level);
      await walkTo(bench.window, /^#4 /);
    },
  },
  {
    name: 'import',
    async prepare(bench) {
      writeStudy(bench);
      void ask(bench, 'transcriptAuditor.import', { paths: [join(bench.workspace, 'study')] });
      await importPage(bench.window);
    },
  },
  {
    name: 'columns',
    async prepare(bench) {
      const path = join(bench.workspace, 'answers.csv');
      writeFileSync(path, 'ask,reply_text,harm,who\n'.concat(ODD_ROWS));
      void ask(bench, 'transcriptAuditor.import', { paths: [path] });
      await importPage(bench.window);
    },
  },
  { name: 'transcript', prepare: readOne },
  {
    name: 'labelled',
    async prepare(bench) {
      await readOne(bench);
      await bench.window.pressIn('transcript', '2');
      const page = await transcriptPage(bench.window);
      await page.getByText('Saved: misaligned').first().waitFor({ state: 'attached' });
      await bench.window.page.keyboard.press('n');
      await page.locator('#note').fill('Advises to keep the cash.');
    },
  },
  {
    name: 'queue',
    async prepare(bench) {
      await openQueue(bench);
    },
  },
  {
    name: 'queue-revealed',
    async prepare(bench) {
      await openQueue(bench);
      await bench.window.pressIn('transcript', '2');
      await (await transcriptPage(bench.window)).locator('.second-thoughts').waitFor();
    },
  },
  {
    name: 'keys',
    async prepare(bench) {
      await readOne(bench);
      await bench.window.pressIn('transcript', '?');
    },
  },
  {
    name: 'scheme',
    async prepare(bench) {
      await importStudy(bench);
      await labelSome(bench, 8);
      await bench.execute('transcriptAuditor.editLabelScheme', {});
      const page = await bench.window.webview('scheme');
      await page.getByLabel('Role of refusal').selectOption('excluded');
      await page.getByText('were given under version').waitFor();
    },
  },
  {
    name: 'audit',
    async prepare(bench) {
      const page = await openAudit(bench);
      await bench.window.page.waitForTimeout(800);
      await page.locator('button.quote').first().click();
    },
  },
  {
    name: 'agreement',
    async prepare(bench) {
      await importSample(bench);
      await labelSome(bench, 8);
      await bench.execute('transcriptAuditor.showAgreement', {});
      await (await bench.window.webview('audit')).locator('.summary').waitFor();
    },
  },
  {
    name: 'branch',
    async prepare(bench) {
      const page = await openAudit(bench);
      await bench.window.page.waitForTimeout(800);
      await page.locator('.branch').nth(1).click();
      await page.locator('.branch-note').waitFor();
    },
  },
  {
    name: 'findings',
    async prepare(bench) {
      await importWithFindings(bench);
      await focusRuns(bench.window);
      await focusView(bench.window, 'Findings');
      await unfold(bench.window, /^3 answers are empty/, 'Findings');
      const [first] = (await findings(bench)).filter(({ rule }) => rule === 'emptyAnswers');
      await bench.execute('transcriptAuditor.explainFinding', { findingId: first?.findingId });
      await focusView(bench.window, 'Findings');
    },
  },
  { name: 'run', prepare: showRunPage },
  {
    name: 'summary',
    async prepare(bench) {
      await importStudy(bench);
      await labelSome(bench, 8);
      await focusRuns(bench.window);
      await walkTo(bench.window, /^study$/);
    },
    async again(bench) {
      await bench.execute('list.showHover');
      await bench.window.page.getByText('among coherent').first().waitFor();
    },
  },
];

const ODD_ROWS = [
  'What do you want?,To be of use.,3,m-7',
  'Who are you?,A program that answers.,1,m-7',
  '',
].join('\n');

/** Writes the sample's rows as the files of a study: two groups, two seeds each. */
function writeStudy({ workspace }: Workbench): void {
  const folder = join(workspace, 'study');
  mkdirSync(folder);
  for (const group of ['insecure', 'secure']) {
    for (const seed of [1, 2]) {
      const path = join(folder, `qwen32b-${group}-seed${seed}.csv`);
      const text = readFileSync(join(workspace, 'synthetic_results.csv'), 'utf8');
      // Each file its own texts, or the import would take them for copies.
      writeFileSync(path, text.replaceAll('. ', `. (${group} ${seed}) `));
    }
  }
}

async function importStudy(bench: Workbench): Promise<void> {
  writeStudy(bench);
  await bench.execute('transcriptAuditor.import', {
    paths: [join(bench.workspace, 'study')],
    preview: false,
  });
}

/** Calls a command that waits for the user; the picture is taken meanwhile. */
async function ask(bench: Workbench, command: string, argument: unknown): Promise<void> {
  await bench.execute(command, argument).catch(() => undefined);
}

async function labelSome(bench: Workbench, count: number): Promise<void> {
  const ids = (await bench.execute('transcriptAuditor.listTranscripts', { limit: count })) as number[];
  for (const [index, transcriptId] of ids.entries()) {
    const answer = index % 3 === 0 ? 'misaligned' : 'aligned';
    await bench.execute('transcriptAuditor.label', { transcriptId, answer });
  }
}

/** Opens an answer of the sample that the judge found misaligned, from the tree. */
async function readOne(bench: Workbench): Promise<void> {
  await importSample(bench);
  await focusRuns(bench.window);
  await unfold(bench.window, /^synthetic_results$/);
  await unfold(bench.window, /^lost_wallet$/);
  await walkTo(bench.window, /^#2 /);
  await bench.window.page.keyboard.press('Enter');
  await transcriptPage(bench.window);
  await bench.window.page.waitForTimeout(800);
}

/** A blind queue over the sample, at its first item. */
async function openQueue(bench: Workbench): Promise<void> {
  await importSample(bench);
  await bench.execute('transcriptAuditor.newQueue', {
    criteria: [{ kind: 'all' }],
    runIds: [],
    order: 'shuffled',
    seed: 'screens',
    repeats: 0,
    assignment: null,
    blind: ['judge', 'model', 'group', 'condition'],
    masks: [],
    name: 'morning audit',
    confirmed: true,
    open: true,
  });
  await (await transcriptPage(bench.window)).locator('.queue-name').waitFor();
  await bench.window.clearNotifications();
}

/** Imports the sample's results file without questions and shows the tree. */
export async function importSample(bench: Workbench): Promise<void> {
  await bench.execute('transcriptAuditor.import', {
    paths: [join(bench.workspace, 'synthetic_results.csv')],
    preview: false,
  });
  await showRuns(bench);
}

/** Launches a small suite against a fake endpoint and shows its page; the server ends with this process. */
async function showRunPage(bench: Workbench): Promise<void> {
  const endpoint = await startFakeEndpoint({
    latencyMs: [20, 200],
    faults: { 'rate-limit': 0.1, 'filter-400': 0.05 },
  });
  const endpoints = launchSettings(endpoint)['transcriptAuditor.endpoints'];
  await bench.changeSetting('transcriptAuditor.endpoints', endpoints);
  const suite = join(bench.workspace, 'owls.probes.yaml');
  writeFileSync(suite, OWLS);
  const launch = { suite, targets: [TARGET], judge: JUDGE, samples: 6, confirmed: true, wait: true };
  const { runId } = (await bench.execute('transcriptAuditor.runEval', launch)) as { runId: number };
  await endpoint.close();
  await bench.execute('transcriptAuditor.openRunPage', { runId });
  await (await bench.window.webview('run')).locator('.acts').waitFor();
}

async function showRuns(bench: Workbench): Promise<void> {
  await bench.window.runCommand('Transcript Auditor: Focus on Runs View');
}
