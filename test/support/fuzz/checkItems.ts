/** What every importer promises of what it yields, whatever the file. */
import type { ImportedLabel, ImportedTranscript, ImportProblem } from '../../../src/core/imported.ts';
import { MISSING_REASONS, type Judgment } from '../../../src/core/judgment.ts';
import type { Turn } from '../../../src/core/transcript.ts';
import type { ImportItem } from '../../../src/importers/importer.ts';

const ROLES = ['system', 'developer', 'user', 'assistant', 'tool'];
const PARTS = ['text', 'reasoning', 'tool-call', 'tool-result', 'image', 'data', 'tokens'];
const LONGEST_REASON = 1500;
const LONGEST_EXCERPT = 500;

/** What is wrong with an item, in words; empty when it is as promised. */
export function checkItem(item: ImportItem): string[] {
  switch (item.kind) {
    case 'transcript':
      return checkTranscript(item.transcript);
    case 'problem':
      return checkProblem(item.problem);
    case 'source': {
      const { path, sizeBytes, sha256 } = item.source;
      const sound = typeof path === 'string' && isCount(sizeBytes) && /^(?:[0-9a-f]{64})?$/.test(sha256);
      return sound ? [] : [`a source is malformed: ${JSON.stringify(item.source).slice(0, 200)}`];
    }
    case 'fact':
      return [
        ...(typeof item.fact.name === 'string' && item.fact.name !== '' ? [] : ['a fact has no name']),
        ...checkPlain(item.fact.value, `fact ${item.fact.name}`),
      ];
    default:
      return [`there is an item of no known kind: ${JSON.stringify(item)}`];
  }
}

function checkTranscript(transcript: ImportedTranscript): string[] {
  const wrong: string[] = [];
  const { row, line, sample, turns, branches = [], judgments, labels = [], metadata } = transcript;
  if (!Number.isSafeInteger(row) || row < 1) wrong.push(`row ${row}`);
  if (!isCount(line)) wrong.push(`line ${line}`);
  if (sample !== undefined && !Number.isSafeInteger(sample)) wrong.push(`sample ${sample}`);
  for (const name of ['suite', 'probe', 'prompt'] as const) {
    if (typeof transcript[name] !== 'string') wrong.push(`${name} is ${typeof transcript[name]}`);
  }
  for (const name of ['model', 'group', 'condition'] as const) {
    const value = transcript[name];
    if (name in transcript && (typeof value !== 'string' || value === ''))
      wrong.push(`${name} is ${String(value)}`);
  }
  if (turns.length === 0) wrong.push('there are no turns');
  for (const turn of turns) wrong.push(...checkTurn(turn));
  for (const judgment of judgments) wrong.push(...checkJudgment(judgment));
  for (const label of labels) wrong.push(...checkLabel(label));
  const lengths = [turns.length];
  for (const [index, branch] of branches.entries()) {
    const { parent, shared } = branch;
    const length = parent === undefined ? 0 : lengths[parent];
    if (length === undefined)
      wrong.push(`branch ${index + 1} begins with branch ${parent}, which isn't before it`);
    else if (!isCount(shared) || shared > length)
      wrong.push(`branch ${index + 1} shares ${shared} of ${length} turns`);
    if (typeof branch.view !== 'string' || typeof branch.name !== 'string')
      wrong.push(`branch ${index + 1} has no name`);
    for (const turn of branch.turns) wrong.push(...checkTurn(turn));
    lengths.push(shared + branch.turns.length);
  }
  if (metadata !== undefined) wrong.push(...checkPlain(metadata, 'metadata'));
  return wrong;
}

function checkTurn(turn: Turn): string[] {
  const wrong: string[] = [];
  if (!ROLES.includes(turn.role)) wrong.push(`a turn has the role ${String(turn.role)}`);
  if (typeof turn.raw !== 'string') wrong.push(`a turn's raw is ${typeof turn.raw}`);
  if (turn.rawKind === 'json' && !isJson(turn.raw)) wrong.push('a turn recorded as JSON is none');
  if (turn.author !== undefined && typeof turn.author !== 'string') wrong.push('an author is no text');
  if (turn.provenance !== undefined) wrong.push(...checkPlain(turn.provenance, 'provenance'));
  for (const part of turn.parts) {
    if (!PARTS.includes(part.kind)) wrong.push(`a part is of the kind ${String(part.kind)}`);
    if (typeof part.text !== 'string') wrong.push(`the text of a ${part.kind} is ${typeof part.text}`);
    if (part.kind === 'tool-call' && typeof part.name !== 'string') wrong.push('a call has no name');
    if (part.kind === 'reasoning' && typeof part.closed !== 'boolean')
      wrong.push('it isn’t known whether reasoning is closed');
    if (part.kind === 'tool-result' && part.error !== undefined && typeof part.error.message !== 'string') {
      wrong.push('a call failed without a message');
    }
    if (part.kind === 'image' && part.source !== undefined && typeof part.source !== 'string') {
      wrong.push('the source of an image is no text');
    }
    for (const name of ['callId', 'name', 'mediaType'] as const) {
      const value: unknown = name in part ? (part as Readonly<Record<string, unknown>>)[name] : undefined;
      if (value !== undefined && typeof value !== 'string')
        wrong.push(`${name} of a ${part.kind} is ${typeof value}`);
    }
    if (part.kind !== 'tokens') continue;
    const odd = part.tokens.find(
      ({ position, id, text, note }) =>
        !isCount(position) ||
        (id !== undefined && !Number.isFinite(id)) ||
        (text !== undefined && typeof text !== 'string') ||
        (note !== undefined && typeof note !== 'string'),
    );
    if (odd !== undefined) wrong.push(`a token is malformed: ${JSON.stringify(odd).slice(0, 100)}`);
  }
  return wrong;
}

function checkJudgment({ metric, judge, value, scale, distribution, ...texts }: Judgment): string[] {
  const wrong: string[] = [];
  if (typeof metric !== 'string') wrong.push(`a metric is ${typeof metric}`);
  if (typeof judge.name !== 'string' || typeof judge.kind !== 'string')
    wrong.push(`the judge of ${metric} has no name`);
  if (judge.model !== undefined && typeof judge.model !== 'string')
    wrong.push(`the model of a judge is no text`);
  if (judge.prompt !== undefined && typeof judge.prompt !== 'string')
    wrong.push(`the prompt of a judge is no text`);
  if (judge.parameters !== undefined) wrong.push(...checkPlain(judge.parameters, 'parameters'));
  const sound =
    (value.kind === 'number' && Number.isFinite(value.number)) ||
    (value.kind === 'class' && typeof value.text === 'string') ||
    (value.kind === 'boolean' && typeof value.boolean === 'boolean') ||
    (value.kind === 'missing' && MISSING_REASONS.includes(value.reason));
  if (!sound) wrong.push(`${metric} has the value ${describe(value)}`);
  if (scale !== undefined) {
    const { minimum, maximum } = scale;
    if (!Number.isFinite(minimum) || !Number.isFinite(maximum) || minimum >= maximum) {
      wrong.push(`the scale of ${metric} goes from ${minimum} to ${maximum}`);
    }
  }
  for (const probability of Object.values(distribution ?? {})) {
    if (!Number.isFinite(probability)) wrong.push(`${metric} has a probability of ${String(probability)}`);
  }
  const { raw, rationale, quotes = [], citations = [] } = texts;
  for (const text of [raw, rationale]) {
    if (text !== undefined && typeof text !== 'string') wrong.push(`a text of ${metric} is ${typeof text}`);
  }
  for (const quote of quotes) if (typeof quote !== 'string') wrong.push(`a quote is ${typeof quote}`);
  for (const { quote, note, messageId } of citations) {
    const odd = [quote, note ?? '', messageId ?? ''].find((text) => typeof text !== 'string');
    if (odd !== undefined) wrong.push(`a citation has ${describe(odd)}`);
  }
  return wrong;
}

function checkLabel({
  annotator,
  part,
  scheme,
  answer,
  scores = {},
  note,
  time,
  source,
}: ImportedLabel): string[] {
  const wrong: string[] = [];
  if (typeof annotator !== 'string' || annotator === '') wrong.push(`an annotator is ${describe(annotator)}`);
  if (part !== 'answer' && part !== 'reasoning') wrong.push(`a label is of ${String(part)}`);
  if (answer !== undefined && !scheme.answers.some(({ id }) => id === answer)) {
    wrong.push(`the scheme of a label has no answer ${describe(answer)}`);
  }
  for (const [name, score] of Object.entries(scores)) {
    if (!Number.isFinite(score)) wrong.push(`a label's score ${name} is ${describe(score)}`);
  }
  if (note !== undefined && typeof note !== 'string') wrong.push('a note is no text');
  if (time !== undefined && Number.isNaN(Date.parse(time)))
    wrong.push(`a label was given at ${describe(time)}`);
  if (typeof source !== 'string') wrong.push('a label has no source');
  return wrong;
}

function checkProblem({ row, line, severity, reason, excerpt }: ImportProblem): string[] {
  const wrong: string[] = [];
  if (!isCount(row) || !isCount(line)) wrong.push(`a problem is at row ${row}, line ${line}`);
  if (severity !== 'error' && severity !== 'warning') wrong.push(`a problem is an ${String(severity)}`);
  if (typeof reason !== 'string' || reason === '') wrong.push('a problem has no reason');
  else if (reason.length > LONGEST_REASON)
    wrong.push(`a reason has ${reason.length} characters: ${reason.slice(0, 200)}`);
  if (typeof excerpt !== 'string' || excerpt.length > LONGEST_EXCERPT) wrong.push('an excerpt is too long');
  return wrong;
}

/** The database keeps it as JSON. */
function checkPlain(value: unknown, what: string): string[] {
  try {
    return JSON.stringify(value) === undefined ? [`${what} can't be written as JSON`] : [];
  } catch (error) {
    return [`${what} can't be written as JSON: ${String(error)}`];
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function describe(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 120) ?? typeof value;
}
