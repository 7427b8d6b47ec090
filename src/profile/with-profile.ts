import type { Room } from '../stats/kernels.ts'
import { numericProfile } from './numeric-profile.ts'
import { largestPart } from './parked-column.ts'
import type { DistributionProfile } from './profile.ts'
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

/** Values that a room for the column takes. */
export function roomFor(input: ProfileInput): number {
  if ('profile' in input) return 0
  return 'values' in input ? input.values.length : largestPart(input.parked)
}
