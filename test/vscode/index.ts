// The entry point VS Code calls inside its extension host. Suites are listed, not searched for, so that they bundle.
import Mocha from 'mocha';
import { activationSuite } from './suites/activation.suite.ts';
import { wholeSuitesSuite } from './suites/wholeSuites.suite.ts';
import { editedDocumentSuite } from './suites/editedDocument.suite.ts';
import { evalsSuite } from './suites/evals.suite.ts';
import { findingsSuite } from './suites/findings.suite.ts';
import { launchingSuite } from './suites/launching.suite.ts';
import { labelsSuite } from './suites/labels.suite.ts';
import { panelsSuite } from './suites/panels.suite.ts';
import { publishedSuite } from './suites/published.suite.ts';
import { suiteFilesSuite } from './suites/suiteFiles.suite.ts';
import { watchSuite } from './suites/watch.suite.ts';

const suites = [
  activationSuite,
  publishedSuite,
  labelsSuite,
  watchSuite,
  findingsSuite,
  panelsSuite,
  evalsSuite,
  editedDocumentSuite,
  wholeSuitesSuite,
  suiteFilesSuite,
  launchingSuite,
];

/** Runs every suite; rejects when a test failed, which makes VS Code end with a failure. */
export async function run(): Promise<void> {
  const only = process.env['TA_TEST_ONLY'];
  const mocha = new Mocha({ ui: 'bdd', timeout: 20_000, ...(only === undefined ? {} : { grep: only }) });
  // Outside Mocha's own file loader this is what gives `describe` and `it` their meaning.
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  for (const suite of suites) suite();
  mocha.reporter(QuietReporter);
  // Before this line the console holds the workbench's own chatter; host/offlineCode.js leaves that out.
  console.log('# suite begins');
  const failed = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  if (failed > 0) throw new Error(`${failed} tests failed in VS Code.`);
}

/** One line a test, whole errors, and a last line that scripts can read. */
class QuietReporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.on('pass', (test) => console.log(`ok - ${test.fullTitle()} (${test.duration ?? 0} ms)`));
    runner.on('pending', (test) => console.log(`skipped - ${test.fullTitle()}`));
    runner.on('fail', (test, error: Error) =>
      console.log(`not ok - ${test.fullTitle()}\n${error.stack ?? error.message}`),
    );
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      console.log(`${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ''}`);
    });
  }
}
