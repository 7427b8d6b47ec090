import type { Room } from '../stats/kernels.ts'
import { numericProfile } from './numeric-profile.ts'
import { largestPart } from './parked-column.ts'
import type { ColumnProfile, DistributionProfile } from './profile.ts'
import type { OpaqueProfile, ProfileInput } from './profiler.ts'
import { withParked } from './sort-parked.ts'

/**
 * Calls `use` with a window's column as a profile: raw values are sorted here, in a room when one is given. The profile
 * may not outlive the call.
 */
export function withProfile<Result>(
  input: ProfileInput,
  room: Room | undefined,
  use: (profile: DistributionProfile | OpaqueProfile) => Result,
): Result {
  if ('profile' in input) return use(input.profile)
  return 'values' in input ? use(numericProfile(input.values, room)) : withParked(input.parked, room, use)
}

/** The profile of a column that was not put down in a file: it keeps what it needs. */
export function heldProfile(input: ProfileInput): ColumnProfile | OpaqueProfile {
  if ('parked' in input) throw new TypeError(`${input.name} is not held in memory`)
  return 'profile' in input ? input.profile : numericProfile(input.values)
}

/** Values that a room for the column takes. */
export function roomFor(input: ProfileInput): number {
  if ('profile' in input) return 0
  return 'values' in input ? input.values.length : largestPart(input.parked)
}
