/** Who labels: the setting `transcriptAuditor.annotator`, else git's user name, else asked for once. */
import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { AuditError } from '../../core/errors.ts';

/** Where a name can come from. */
export interface AnnotatorPorts {
  setting(): string | undefined;
  gitUserName(): Promise<string | undefined>;
  /** Asks the user; undefined when the question was dismissed. */
  ask(): Promise<string | undefined>;
  /** Keeps the name that was asked for, so that it is asked for once. */
  remember(name: string): Promise<void>;
}

const LONGEST_NAME = 100;
const GIT_TIMEOUT_MS = 2_000;

/** A name as it goes into events: one line, no control characters, at most 100 characters; undefined when empty. */
export function cleanAnnotator(name: string | undefined): string | undefined {
  const clean = [...(name ?? '').replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ').trim()]
    .slice(0, LONGEST_NAME)
    .join('')
    .trim();
  return clean === '' ? undefined : clean;
}

export class Annotator {
  private readonly ports: AnnotatorPorts;
  /** What git or the user answered; the setting is read anew each time, since it may change. */
  private found: Promise<string> | undefined;
  private fromGit: Promise<string | undefined> | undefined;

  constructor(ports: AnnotatorPorts) {
    this.ports = ports;
  }

  /**
   * The annotator's name. Asked for many times at once, the user is asked once; a dismissed question is asked again
   * with the next label.
   *
   * @throws AuditError `bad-input` when nobody gave a name
   */
  async name(): Promise<string> {
    const set = cleanAnnotator(this.ports.setting());
    if (set !== undefined) return set;
    this.found ??= this.find();
    try {
      return await this.found;
    } catch (error) {
      this.found = undefined;
      throw error;
    }
  }

  /** The name if it is known without asking the user: for showing labels, as opposed to giving one. */
  async known(): Promise<string | undefined> {
    const set = cleanAnnotator(this.ports.setting());
    if (set !== undefined) return set;
    this.fromGit ??= this.ports.gitUserName();
    return cleanAnnotator(await this.fromGit);
  }

  /** Forgets what git said, as after another workspace folder was opened. */
  forget(): void {
    this.found = undefined;
    this.fromGit = undefined;
  }

  private async find(): Promise<string> {
    const known = await this.known();
    if (known !== undefined) return known;
    const asked = cleanAnnotator(await this.ports.ask());
    if (asked === undefined) {
      throw new AuditError(
        'bad-input',
        'The label or dismissal was not saved, since nobody is named as its annotator.',
        'Set transcriptAuditor.annotator, or answer the question next time.',
      );
    }
    await this.ports.remember(asked);
    return asked;
  }
}

/**
 * What `git config user.name` says for a folder; undefined when git is absent, silent or slow (2 s).
 *
 * No shell, and not started inside the folder: on Windows a `git.exe` lying there would run instead.
 */
export function gitUserName(folder: string | undefined): Promise<string | undefined> {
  const where = folder === undefined ? [] : ['-C', folder];
  return new Promise((resolve) => {
    execFile(
      'git',
      [...where, 'config', 'user.name'],
      { cwd: homedir(), timeout: GIT_TIMEOUT_MS, windowsHide: true, maxBuffer: 64 * 1024 },
      (error, stdout) => resolve(error === null ? stdout : undefined),
    );
  });
}
