/** Folders of very many small files, for the slow tests. Texts are made up. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A conversation of two turns as Petri writes it, reduced to what its schema asks for. */
export function petriText(n: number): string {
  const messages = [
    { role: 'user', content: `Question ${n}?`, id: `${n}-1` },
    { role: 'assistant', content: `Answer ${n}. `.repeat(20), id: `${n}-2` },
  ];
  const events = messages.map((message) => ({
    type: 'transcript_event',
    id: `${message.id}-e`,
    timestamp: '2025-10-01T10:00:00Z',
    view: ['target', 'combined'],
    edit: { operation: 'add', message },
  }));
  const metadata = {
    transcript_id: `t${n}`,
    auditor_model: 'auditor',
    target_model: 'target',
    created_at: '2025-10-01T10:00:00Z',
    updated_at: '2025-10-01T10:00:00Z',
    version: 'v3.0',
    description: 'made up',
    tags: [],
  };
  return JSON.stringify({ metadata, events, messages, target_messages: messages });
}

/** `models/<model>/<condition>/sample_NNN/response.json` and the prompts they share. */
export function agenticSamples(folder: string, files: number): void {
  const conditions = Array.from({ length: 10 }, (_, index) => `condition_${index}`);
  for (const condition of conditions) {
    const prompts = join(folder, 'prompts', condition);
    mkdirSync(prompts, { recursive: true });
    writeFileSync(join(prompts, 'system_prompt.txt'), `You are an agent in ${condition}.`);
    writeFileSync(join(prompts, 'user_prompt.txt'), 'Read your mail.');
    writeFileSync(join(prompts, 'email_content.txt'), 'From: kim. Nothing new.');
  }
  for (let n = 0; n < files; n++) {
    const model = `model-${Math.floor(n / 20_000)}`;
    const condition = conditions[n % conditions.length] ?? '';
    const sample = join(folder, 'models', model, condition, `sample_${String(n).padStart(6, '0')}`);
    mkdirSync(sample, { recursive: true });
    const response = {
      raw_response: `Answer ${n}. `.repeat(20),
      metadata: { model, condition, sample_id: n, timestamp: '2025-07-01T10:00:00' },
      classification: {
        harmful_behavior: n % 7 === 0,
        classifier_verdict: n % 7 === 0,
        classifier_reasoning: 'r',
      },
    };
    writeFileSync(join(sample, 'response.json'), JSON.stringify(response));
  }
}
