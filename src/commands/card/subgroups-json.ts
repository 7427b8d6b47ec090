import type { Subgroup, Subgroups } from '../../quality/subgroups.ts'

type Json = Readonly<Record<string, unknown>>

/** The groups of one column for programs. What has no bound has null for it. */
export function subgroupsJson({ column, groups, gaps }: Subgroups): Json {
  const label = (place: number) => groups[place]?.label ?? null
  return {
    column,
    groups: groups.map(group => ({
      label: group.label,
      rows: group.rows,
      used: group.used,
      figures: figuresJson(group),
    })),
    gaps: gaps.map(({ name, of, difference, ratio, largest, smallest, leftOut }) => ({
      name,
      of,
      difference: interval(difference),
      ratio: ratio === undefined ? null : interval(ratio),
      largest: label(largest),
      smallest: label(smallest),
      leftOut: leftOut.map(label),
    })),
  }
}

function figuresJson({ figures }: Subgroup): Json {
  return Object.fromEntries(
    [...figures].map(([name, { value, of, bounds }]) => [
      name,
      { ...interval({ value, ...bounds(0.975) }), ...(of === undefined ? {} : { of }) },
    ]),
  )
}

function interval({ value, low, high }: { value: number; low: number; high: number }): Json {
  const finite = (x: number) => (Number.isFinite(x) ? x : null)
  return { value: finite(value), low: finite(low), high: finite(high) }
}
