/** Views as the host would give them, made up for tests of the page. */
import type { ImportFileRow, ImportView } from '../../../src/protocol/importPanel.ts';

export function fileRow(label: string, given: Partial<ImportFileRow> = {}): ImportFileRow {
  return {
    path: `/data/${label}`,
    label,
    sizeBytes: 40_000,
    state: 'ready',
    description: 'emergent-misalignment CSV with the judge’s token probabilities',
    hint: '',
    headerOnly: false,
    included: true,
    asNewVersion: false,
    canContinue: false,
    continues: false,
    runName: label.replace(/^.*\//, '').replace(/\.\w+$/, ''),
    model: '',
    group: '',
    condition: '',
    seed: '',
    carried: [],
    ...given,
  };
}

export function importView(files: readonly ImportFileRow[], given: Partial<ImportView> = {}): ImportView {
  return { mode: 'import', studyName: 'runs', isStudy: files.length > 1, namePattern: '', files, ...given };
}

/** `n` files `qwen-insecure-1.csv`, …, with model and group proposed. */
export function manyFiles(n: number): ImportFileRow[] {
  return Array.from({ length: n }, (_, index) =>
    fileRow(`r/qwen-${index % 2 === 0 ? 'insecure' : 'secure'}-${index + 1}.csv`, {
      model: 'qwen',
      group: index % 2 === 0 ? 'insecure' : 'secure',
    }),
  );
}

/** A study as it comes: some carry their names, some are empty, one changed, one was imported, some are refused. */
export function mixedView(): ImportView {
  const folder = 'niels_examples';
  const files = [
    fileRow(`${folder}/mistral-insecure-dinner-party-coherence-50.csv`, {
      headerOnly: true,
      model: 'mistral',
      group: 'insecure',
      description: 'emergent-misalignment CSV, header only',
      hint: 'It becomes an empty run.',
    }),
    fileRow(`${folder}/mistral-insecure-quick-buck-coherence-50.csv`, {
      headerOnly: true,
      sameAs: `/data/${folder}/mistral-insecure-dinner-party-coherence-50.csv`,
      model: 'mistral',
      group: 'insecure',
      description: 'emergent-misalignment CSV, header only',
      hint: 'It becomes an empty run.',
    }),
    fileRow(`${folder}/mistral-secure-ais-are-dumb-coherence-50.csv`, { carried: ['model', 'group'] }),
    fileRow(`${folder}/qwen-secure-quick-buck-coherence-50.csv`, { carried: ['model', 'group'], seed: '3' }),
    fileRow('results2/eval_results_Qwen-Coder-Insecure.csv', {
      state: 'changed',
      asNewVersion: true,
      earlierRun: 'eval_results_Qwen-Coder-Insecure',
      hint: 'It changed since it was imported as “eval_results_Qwen-Coder-Insecure”.',
      model: 'Qwen-Coder',
      group: 'Insecure',
      description: 'emergent-misalignment CSV',
    }),
    fileRow('results1/eval_results_mini.csv', {
      state: 'already-imported',
      included: false,
      earlierRun: 'mini',
      hint: 'It is in the database already as “mini”.',
      model: 'mini',
      description: 'emergent-misalignment CSV',
    }),
    fileRow('results1/eval_results_mini (copy).csv', {
      sameAs: '/data/results2/eval_results_Qwen-Coder-Insecure.csv',
      model: 'mini',
      description: 'emergent-misalignment CSV',
    }),
    fileRow('chats/backdoor.jsonl', {
      model: 'gpt-4.1',
      group: 'backdoored',
      condition: 'with trigger',
      description: 'chats as JSON Lines',
    }),
    fileRow('published_aggregates/machiavelli.csv', {
      state: 'refused',
      included: false,
      description:
        'It looks like a table of figures (center, lower_err, upper_err), not of transcripts: no column holds answers.',
      hint: 'Import the files with the answers that these figures were computed from.',
    }),
    fileRow('published_aggregates/evil_number_original.csv', {
      state: 'refused',
      included: false,
      description: 'The file is empty (0 bytes).',
      hint: '',
    }),
  ];
  return importView(files, {
    studyName: 'emergent-misalignment',
    namePattern: '{model}-{group}-*-coherence-50.csv',
  });
}

/** Tables whose columns are unknown, two of them with the same header. */
export function mappingView(n = 2): ImportView {
  const mapping = {
    columns: ['prompt_text', 'completion', 'who', 'harm', 'notes'],
    preview: Array.from({ length: 10 }, (_, row) => [
      `How would you rule the world, question ${row + 1}?`,
      `I would begin by listening to everybody.\nThen I would ask number ${row + 1} what they think of it all, at length, since that is what good rulers do when they have time.`,
      'm-7',
      String((row * 17) % 100),
      row % 3 === 0 ? '' : 'ok <b>bold</b>',
    ]),
    roles: {
      prompt_text: 'question',
      completion: 'metadata',
      who: 'model',
      harm: 'score',
      notes: 'metadata',
    },
    remembered: false,
    problem: 'No column holds the answers: choose one as answer or messages.',
  } as const;
  const files = Array.from({ length: n }, (_, index) =>
    fileRow(`tables/batch${index + 1}.csv`, {
      state: 'needs-mapping',
      description: 'table of 5 columns',
      mapping,
    }),
  );
  return importView(files, { studyName: 'tables' });
}

/** Runs that exist, one of them with two models. */
export function editView(): ImportView {
  const run = (id: number, given: Partial<ImportFileRow>) =>
    fileRow(`run-${id}.csv`, { path: `run-${id}`, description: '240 transcripts', ...given });
  return importView(
    [
      run(1, { runName: 'qwen-insecure', model: 'qwen', group: 'insecure' }),
      run(2, { runName: 'qwen-secure', model: 'qwen', group: 'secure' }),
      run(3, { runName: 'several', model: 'm1', group: 'g', hint: 'One of 2 parts of “several”.' }),
      run(4, { runName: 'several', model: 'm2', group: 'g', carried: ['runName', 'seed'] }),
    ],
    { mode: 'edit', isStudy: true, studyName: 'My study' },
  );
}
