import type { Document } from 'yaml'
import type { CardFacts } from './card-facts.ts'
import { placeholder } from './placeholder.ts'
import { fields } from './template.ts'

const dayMs = 86_400_000
/** A card is looked at again after half a year, unless somebody decides otherwise. */
const reviewDays = 182

/** A day as cards have it: 2026-05-01, UTC. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

/** What people fill in, as it stands in a new card. */
export function openFields(nowMs: number): { readonly path: readonly string[]; readonly value: string }[] {
  return fields.map(({ path, asks }) => ({
    path,
    value: path.at(-1) === 'review_by' ? dayOf(nowMs + reviewDays * dayMs) : placeholder(asks),
  }))
}

/** Puts the store's facts into a front matter; one of ours that the store does not have any more goes. */
export function setFacts(yaml: Document, facts: CardFacts): void {
  for (const { path, value } of factFields(facts)) {
    if (value !== undefined) yaml.setIn(path, yaml.createNode(value))
    else if (path[0] === 'mlreg') yaml.deleteIn(path)
  }
}

/** What the front matter says of the store's facts, by path, in the order of a new card; undefined where nothing. */
export function factFields(
  facts: CardFacts,
): { readonly path: readonly string[]; readonly value: unknown }[] {
  const { version, run, training, evaluation, metrics } = facts
  const [flavor] = version.mlmodel?.flavors.filter(name => name !== 'python_function') ?? []
  const own: Record<string, unknown> = {
    model: version.name,
    version: version.version,
    digest: version.digest,
    registered: new Date(version.createdMs).toISOString(),
    source: version.source,
    run: version.runId ?? undefined,
    commit: run?.git?.commit ?? undefined,
    training_data: training.length === 0 ? undefined : training.map(dataField),
    evaluation_data: evaluation.length === 0 ? undefined : evaluation.map(dataField),
  }
  return [
    { path: ['model_name'], value: version.name },
    { path: ['library_name'], value: flavor },
    { path: ['metrics'], value: metrics.size === 0 ? undefined : [...metrics.keys()] },
    ...Object.entries(own).map(([key, value]) => ({ path: ['mlreg', key], value })),
  ]
}

function dataField({ name, context, rows, digest, cutoff }: CardFacts['training'][number]) {
  return { name, context, ...(rows === null ? {} : { rows }), digest, ...(cutoff === null ? {} : { cutoff }) }
}
