/** mc_task.json of TruthfulQA: questions with scored targets, which a suite asks. */
import { AuditError } from '../core/errors.ts';
import type { Importer } from './importer.ts';
import { readJsonHead } from './jsonHead.ts';

const REASON = 'It holds the multiple-choice questions of TruthfulQA with their targets, and no answers.';
const HINT = 'Run it as a suite: “Run Eval…” reads it.';

export const truthfulQaTask: Importer = {
  id: 'truthfulQaTask',
  version: 1,
  recognise(head) {
    const json = readJsonHead(head);
    const isTask = json?.values.some(
      (value) => 'question' in value && ('mc1_targets' in value || 'mc2_targets' in value),
    );
    return isTask === true ? { kind: 'refused', reason: REASON, hint: HINT } : undefined;
  },
  defaultRule: () => undefined,
  read() {
    throw new AuditError('bad-input', REASON, HINT);
  },
};
