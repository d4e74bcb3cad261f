import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { AuditError } from '../../../src/core/errors.ts';
import {
  Annotator,
  cleanAnnotator,
  gitUserName,
  type AnnotatorPorts,
} from '../../../src/host/labelling/annotator.ts';

/** Sources of a name, and how often each was asked. */
function ports(names: { setting?: string; git?: string; typed?: (string | undefined)[] }): AnnotatorPorts & {
  asked: number;
  remembered: string[];
} {
  const typed = [...(names.typed ?? [])];
  return {
    asked: 0,
    remembered: [],
    setting: () => names.setting,
    gitUserName: async () => Promise.resolve(names.git),
    async ask() {
      this.asked += 1;
      return Promise.resolve(typed.shift());
    },
    async remember(name) {
      this.remembered.push(name);
      return Promise.resolve();
    },
  };
}

describe('the annotator', () => {
  test('is who the setting says, else git’s user, else whoever is typed in', async () => {
    const name = (from: AnnotatorPorts): Promise<string> => new Annotator(from).name();
    assert.equal(await name(ports({ setting: ' kim ', git: 'ada\n' })), 'kim');
    assert.equal(await name(ports({ setting: '', git: 'Ada L\n' })), 'Ada L');
    assert.equal(await name(ports({ setting: '  ', git: ' \n', typed: ['lee'] })), 'lee');
  });

  test('is asked for once, however many labels wait for it, and remembered', async () => {
    const from = ports({ typed: ['lee', 'other'] });
    const annotator = new Annotator(from);
    assert.deepEqual(await Promise.all([annotator.name(), annotator.name()]), ['lee', 'lee']);
    assert.equal(await annotator.name(), 'lee');
    assert.equal(from.asked, 1);
    assert.deepEqual(from.remembered, ['lee']);
  });

  test('is asked for again after the question was dismissed, and the label says it was not saved', async () => {
    const from = ports({ typed: [undefined, 'lee'] });
    const annotator = new Annotator(from);
    await assert.rejects(annotator.name(), (error) => {
      assert.ok(error instanceof AuditError);
      assert.match(`${error.message} ${error.hint}`, /not saved.*transcriptAuditor\.annotator/);
      return true;
    });
    assert.equal(await annotator.name(), 'lee');
  });

  test('is never asked for where labels are only shown', async () => {
    const from = ports({ typed: ['lee'] });
    assert.equal(await new Annotator(from).known(), undefined);
    assert.equal(from.asked, 0);
    assert.equal(await new Annotator(ports({ git: 'ada' })).known(), 'ada');
  });

  test('follows the setting at once', async () => {
    const names: { setting?: string; git: string } = { git: 'ada' };
    const annotator = new Annotator({ ...ports(names), setting: () => names.setting });
    assert.equal(await annotator.name(), 'ada');
    names.setting = 'kim';
    assert.equal(await annotator.name(), 'kim');
  });

  test('is one line without control characters, and not endless', () => {
    assert.equal(cleanAnnotator(' a\n\tb\u0000c '), 'a b c');
    assert.equal(cleanAnnotator('é'.repeat(500))?.length, 100);
    assert.equal(cleanAnnotator(' \n'), undefined);
    assert.equal(cleanAnnotator(undefined), undefined);
  });
});

describe('git’s user name', () => {
  test('is that of the workspace folder’s repository', { skip: gitMissing() }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'annotator-'));
    try {
      execFileSync('git', ['-C', folder, 'init', '--quiet']);
      execFileSync('git', ['-C', folder, 'config', 'user.name', 'Kim "x" Ø']);
      assert.equal(cleanAnnotator(await gitUserName(folder)), 'Kim "x" Ø');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('is unknown, without an error, where the folder doesn’t exist', async () => {
    assert.equal(await gitUserName(join(tmpdir(), 'there', 'is', 'none')), undefined);
  });
});

function gitMissing(): string | false {
  try {
    execFileSync('git', ['--version']);
    return false;
  } catch {
    return 'needs git';
  }
}
