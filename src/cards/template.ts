import type { CardSection } from './card.ts'
import type { BlockName } from './generated-block.ts'

/**
 * From where on a card has to say something: in every stage; in those between the first and the last, where a model is
 * tried; in those that serve.
 */
export type Since = 'any' | 'tried' | 'serving'

interface Section {
  readonly title: string
  /** Other titles under which it is found. */
  readonly also: readonly string[]
  /** What is asked of people; a section without it is mlreg's. */
  readonly asks?: string
  readonly since?: Since
  /** The part that mlreg writes into it. */
  readonly block?: BlockName
}

/** The sections of a card, in order. */
export const sections: readonly Section[] = [
  {
    title: 'Intended use',
    also: ['intended uses', 'uses', 'intended use cases'],
    asks: 'what the model is for, who uses it, and what is decided by its answers',
    since: 'any',
  },
  {
    title: 'Out-of-scope uses',
    also: ['out-of-scope use', 'out of scope uses', 'out of scope', 'misuse'],
    asks:
      'what it must not be used for without being validated anew. For example: a model of customer churn does not ' +
      'decide on lending; a model trained on people in the US is not put before people in Europe',
    since: 'any',
  },
  {
    title: 'Known limitations',
    also: ['limitations', 'bias, risks, and limitations', 'limitations and risks'],
    asks: 'where its answers are not to be trusted, and how that was found',
    since: 'any',
  },
  {
    title: 'Training data',
    also: ['training data characteristics', 'training details', 'data'],
    asks: 'whom or what the data describe, of which period, how they were collected and labelled, what is missing',
    since: 'any',
    block: 'training-data',
  },
  { title: 'Performance', also: ['evaluation', 'metrics', 'results'], block: 'metrics' },
  {
    title: 'Performance across subgroups',
    also: ['subgroup performance', 'performance by subgroup', 'disaggregated evaluation'],
    asks: 'for which groups of people or cases it is better or worse, and what follows from that',
    since: 'any',
    block: 'subgroups',
  },
  {
    title: 'Fairness considerations',
    also: ['fairness', 'ethical considerations', 'ethics and fairness'],
    asks: 'who could be treated worse by its answers, what was looked at, what was done about it',
    since: 'any',
  },
  { title: 'Inputs and outputs', also: ['signature'], block: 'signature' },
  { title: 'Parameters', also: ['hyperparameters'], block: 'parameters' },
]

/** A field of the front matter that people fill in. */
interface Field {
  readonly path: readonly [string, ...string[]]
  readonly asks: string
  readonly since: Since
}

export const fields: readonly Field[] = [
  {
    path: ['license'],
    asks: 'under which licence it may be used, such as apache-2.0 or other',
    since: 'serving',
  },
  { path: ['mlreg', 'owner'], asks: 'who answers for it', since: 'tried' },
  { path: ['mlreg', 'contact'], asks: 'where to write to about it', since: 'tried' },
  { path: ['mlreg', 'review_by'], asks: 'the date by which the card is looked at again', since: 'serving' },
]

/** What hubs know in the front matter of a card. */
export const hubKeys = [
  'annotations_creators',
  'arxiv',
  'base_model',
  'base_model_relation',
  'co2_eq_emissions',
  'datasets',
  'description',
  'extra_gated_fields',
  'extra_gated_prompt',
  'inference',
  'language',
  'language_creators',
  'library_name',
  'license',
  'license_link',
  'license_name',
  'metrics',
  'mlreg',
  'model-index',
  'model_name',
  'new_version',
  'paper',
  'papers',
  'pipeline_tag',
  'pretty_name',
  'summary',
  'tags',
  'task_categories',
  'task_ids',
  'thumbnail',
  'title',
  'widget',
]

/** What mlreg keeps below its own key. */
export const ownKeys = [
  'model',
  'version',
  'digest',
  'registered',
  'source',
  'run',
  'commit',
  'training_data',
  'evaluation_data',
  'evaluation',
  'owner',
  'contact',
  'updated',
  'review_by',
]

/** The section of a card with this title, or one of the others it may have; the case does not matter. */
export function sectionNamed(all: readonly CardSection[], title: string): CardSection | undefined {
  const also = sections.find(one => one.title === title)?.also ?? []
  const names = [title.toLowerCase(), ...also]
  return all.find(one => names.includes(one.title.toLowerCase()))
}
