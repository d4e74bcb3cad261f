// Runs the suite of test/vscode inside a real VS Code: the one from npm offline, or the downloaded desktop build.
//
//   node test/vscode/runTest.ts            (TA_VSCODE=desktop for the desktop build; the default off Linux)
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { hostIsSupported } from '../../scripts/installHost.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const desktop = process.env['TA_VSCODE'] === 'desktop' || !hostIsSupported();

// The suite works on a copy: a test that writes must not change the sample in the repository.
const temporary = mkdtempSync(join(tmpdir(), 'transcript-auditor-suite-'));
const workspace = join(temporary, 'sample');
cpSync(join(root, 'sample'), workspace, { recursive: true });
// Tests find their fixtures and the sample through these; a real user's git name must not leak into expectations.
const extensionTestsEnv = {
  TA_TEST_ROOT: root,
  TA_TEST_WORKSPACE: workspace,
  TA_TEST_TEMP: temporary,
  // The executable starts with `#!/usr/bin/env node`: that must find the Node that runs us, not an older one.
  ...(desktop ? {} : { PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter) }),
};
try {
  await runTests({
    ...(desktop ? {} : { vscodeExecutablePath: join(root, 'host', 'offlineCode.js') }),
    extensionDevelopmentPath: root,
    extensionTestsPath: join(root, 'out', 'test', 'index.cjs'),
    launchArgs: [
      workspace,
      ...(desktop
        ? [
            `--user-data-dir=${join(temporary, 'user')}`,
            `--extensions-dir=${join(temporary, 'exts')}`,
            '--disable-extensions',
          ]
        : []),
    ],
    extensionTestsEnv,
  });
} catch (error) {
  // A failed test has been printed already; anything else is news.
  if (!(error instanceof TestRunFailedError)) console.error(error);
  process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
}
