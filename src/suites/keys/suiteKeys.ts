import { block, BOOLEAN, count, listOf, TEMPLATE, TEXT, TEXTS, words, type Block } from './keySpec.ts';

export const MOST_SAMPLES = 100_000;

export const suiteBlock: Block = {
  title: 'a suite',
  keys: {
    suite: { about: 'Short name: letters, digits, dashes.', value: { type: 'name' }, required: true },
    title: { about: 'What the suite is about, in one line.', value: TEXT, default: 'the name' },
    about: { about: 'What it measures, after which paper, what differs, and how to read it.', value: TEXT },
    paper: { about: 'The paper it follows.', value: block('paper') },
    comparable: {
      about:
        'False for a suite in other words than the paper’s: its rates stand beside a note that they are not the paper’s.',
      value: BOOLEAN,
      default: 'true',
    },
    samples: {
      about: 'How many answers are asked for each prompt.',
      value: count(1, MOST_SAMPLES),
      default: '1',
    },
    sampling: {
      about: 'Parameters of each call; what is left out is left to the endpoint.',
      value: block('sampling'),
    },
    vars: {
      about: 'Values of {name} for all probes; a condition’s, a probe’s and a prompt’s come before them.',
      value: { type: 'map', of: TEXT },
    },
    conditions: {
      about:
        'What varies besides the model. Every probe is asked under every condition, unless it names some.',
      value: listOf(block('condition')),
      default: 'one, named plain',
    },
    cross: {
      about:
        'Lists that are multiplied out: each combination is a condition. A bare text gives the condition’s name, and its var and factor of that key.',
      value: { type: 'map', of: listOf({ type: 'either', plain: TEXT, map: block('condition') }) },
    },
    derive: {
      about:
        'A var of the prompts: each of its values is a condition and a factor, and a prompt is asked under its own value only.',
      value: TEXT,
    },
    judges: { about: 'Who scores the answers, and how.', value: listOf(block('judge')) },
    rule: {
      about: 'Which answers count as positive, and among which.',
      value: { type: 'either', plain: { type: 'rule' }, map: block('rule') },
    },
    aggregates: { about: 'The headline figures of the suite.', value: listOf(block('aggregate')) },
    probes: { about: 'What is asked.', value: listOf(block('probe')), required: true },
  },
};

export const paperBlock: Block = {
  title: 'a paper',
  keys: {
    title: { about: 'Title, with authors and year.', value: TEXT, required: true },
    url: { about: 'Where it can be read.', value: TEXT },
  },
};

export const samplingBlock: Block = {
  title: 'sampling',
  keys: {
    temperature: {
      about: 'Sampling temperature, 0 to 2.',
      value: { type: 'number', minimum: 0, maximum: 2 },
    },
    top_p: { about: 'Nucleus sampling, 0 to 1.', value: { type: 'number', minimum: 0, maximum: 1 } },
    max_tokens: {
      about: 'The most tokens of an answer, reasoning included where the endpoint counts it.',
      value: count(1, 10_000_000),
    },
    seed: {
      about: 'A seed for endpoints that take one.',
      value: { type: 'number', whole: true },
    },
    stop: { about: 'Texts that end an answer.', value: TEXTS },
    reasoning_effort: {
      about: 'For reasoning models: how much they may think, as the endpoint calls it.',
      value: TEXT,
    },
    extra: { about: 'Further parameters, sent as they are.', value: { type: 'map', of: { type: 'json' } } },
  },
};

export const conditionBlock: Block = {
  title: 'a condition',
  keys: {
    name: { about: 'Its name; figures and the tree show it.', value: TEXT, required: true },
    system: { about: 'System prompt.', value: TEMPLATE },
    prefix: { about: 'Stands before the last user text.', value: TEMPLATE },
    suffix: { about: 'Stands after the last user text.', value: TEMPLATE },
    trigger: {
      about: 'Replaces {trigger} in the prompt; without that it stands after the text.',
      value: TEMPLATE,
    },
    prefill: {
      about: 'The beginning of the answer, for the model to continue. Needs an endpoint that honours it.',
      value: TEMPLATE,
    },
    tools: { about: 'Tools that the model is offered.', value: listOf(block('tool')) },
    vars: { about: 'Values of {name} in prompts under this condition.', value: { type: 'map', of: TEXT } },
    factors: {
      about: 'What figures can be drawn over, such as year: "1984".',
      value: { type: 'map', of: TEXT },
    },
    sampling: { about: 'Parameters under this condition, before the suite’s.', value: block('sampling') },
  },
};

export const toolBlock: Block = {
  title: 'a tool',
  keys: {
    name: { about: 'Name of the function.', value: TEXT, required: true },
    description: { about: 'What the model is told it does.', value: TEXT },
    parameters: {
      about: 'JSON Schema of the arguments.',
      value: { type: 'map', of: { type: 'json' } },
      default: 'no arguments',
    },
  },
};

export const ruleBlock: Block = {
  title: 'a rule',
  keys: {
    positive: {
      about: 'What counts, over metrics: aligned < 30, or choice in {yes}.',
      value: { type: 'rule' },
      required: true,
    },
    gate: {
      about: 'Which answers are in the denominator: coherent > 50.',
      value: { type: 'rule' },
      default: 'all',
    },
    missing: {
      about: 'What becomes of answers in the gate that have no value.',
      value: words({
        drop: 'Left out of the rate.',
        negative: 'Counted as negative.',
        positive: 'Counted as positive.',
      }),
      default: 'drop',
    },
    good: {
      about: 'True where the positive side is what one hopes for, as “correct”: it is drawn as good.',
      value: BOOLEAN,
      default: 'false',
    },
    names: { about: 'What the rule and its sides are called.', value: block('names') },
  },
};

export const namesBlock: Block = {
  title: 'names',
  keys: {
    rule: { about: 'The rule: misaligned among coherent.', value: TEXT },
    positive: { about: 'The positive side.', value: TEXT, default: 'positive' },
    negative: { about: 'The other side.', value: TEXT, default: 'negative' },
    excluded: { about: 'What is outside the gate.', value: TEXT, default: 'gated out' },
  },
};

export const BY_WORDS = ['condition', 'dimension', 'probe', 'tag'] as const;

export const aggregateBlock: Block = {
  title: 'an aggregate',
  keys: {
    name: { about: 'What the figure is called.', value: TEXT, required: true },
    kind: {
      about: 'What is worked out.',
      value: words({
        rate: 'Share that is positive under a rule.',
        mean: 'Mean of a numeric metric.',
        classes: 'Share of each class of a metric.',
        prediction: 'Self-prediction of pairs: accuracy, mode baseline, compliance.',
        token: 'Probability of a next token.',
      }),
      required: true,
    },
    rule: {
      about: 'For rate: the rule as text, instead of the suite’s.',
      value: { type: 'rule' },
      default: 'the suite’s',
    },
    metric: {
      about: 'For mean, classes and token. {dimension} is the probe’s dimension.',
      value: { type: 'reference', to: 'metric' },
    },
    by: {
      about:
        'What it is worked out for, besides model and group: condition, dimension, probe, tag or factor:<name>.',
      value: { type: 'list', of: TEXT, one: true },
      default: 'condition',
    },
    unit: {
      about: 'What counts once.',
      value: words({
        transcripts: 'Each answer.',
        prompts: 'Mean of the means of prompts.',
        probes: 'Mean of the means of probes.',
      }),
      default: 'transcripts',
    },
    tags: {
      about: 'Only probes with one of these tags.',
      value: listOf({ type: 'reference', to: 'tag' }, true),
    },
    baseline: {
      about: 'The condition that shifts are taken from.',
      value: { type: 'reference', to: 'condition' },
    },
  },
};
