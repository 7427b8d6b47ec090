import type { ColumnProfile } from '../profile/profile.ts'
import type { OpaqueProfile } from '../profile/profiler.ts'
import type { RobustBin } from './robust-bin.ts'

/** Of a column whose values cannot be binned, or of which a window has none: whether there is a value at all. */
export function presenceBins(
  reference: ColumnProfile | OpaqueProfile,
  current: ColumnProfile | OpaqueProfile,
): readonly RobustBin[] {
  const bins: readonly RobustBin[] = [
    {
      label: '(any value)',
      reference: values(reference),
      current: values(current),
      rows: anyValue(reference),
    },
    { label: '(null)', reference: reference.nulls, current: current.nulls, rows: { type: 'null' } },
    {
      label: '(infinite)',
      reference: infinite(reference),
      current: infinite(current),
      rows: { type: 'infinite' },
    },
  ]
  return bins.filter(bin => bin.reference > 0 || bin.current > 0)
}

type Profile = ColumnProfile | OpaqueProfile

function infinite(profile: Profile): number {
  return profile.kind === 'numeric' ? profile.infinite : 0
}

function values(profile: Profile): number {
  return profile.rows - profile.nulls - infinite(profile)
}

function anyValue({ kind }: Profile): RobustBin['rows'] {
  return kind === 'numeric' ? { type: 'range', except: [] } : { type: 'present' }
}
