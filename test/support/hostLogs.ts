// Reads the log files a VS Code host wrote.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeHost } from '../../host/codeHost.ts';

/** What our extension wrote to its output channel, over all windows. */
export function outputLog(host: CodeHost): string {
  return read(host, (path) => path.endsWith('/Transcript Auditor.log'));
}

/** The logs of the extension hosts: activation failures and unhandled rejections of extensions are there. */
export function extensionHostLog(host: CodeHost): string {
  return read(host, (path) => /\/(remoteexthost|exthost)\.log$/.test(path));
}

function read(host: CodeHost, wanted: (path: string) => boolean): string {
  return readdirSync(host.userDataDir, { recursive: true, encoding: 'utf8' })
    .map((path) => join(host.userDataDir, path))
    .filter((path) => path.includes('/logs/') && wanted(path))
    .sort()
    .map((path) => readFileSync(path, 'utf8'))
    .join('');
}
