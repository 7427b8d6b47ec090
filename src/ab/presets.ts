import type { Demand } from './decide.ts'

/** A rule by name: how sure, and how much better. */
export interface Preset extends Pick<Demand, 'alpha' | 'minLift' | 'isRelative' | 'isStrict'> {
  readonly name: string
  readonly definition: string
}

/** Where a source says percent, a share of A's value is meant; where it says a number, a difference. */
export const presets: readonly Preset[] = [
  {
    name: 'standard',
    definition: 'p below 0.05 and a lift above 0.03',
    ...{ alpha: 0.05, minLift: 0.03, isRelative: false, isStrict: true },
  },
  {
    name: 'strict',
    definition: 'p below 0.01 and at least 5% better than A',
    ...{ alpha: 0.01, minLift: 0.05, isRelative: true, isStrict: false },
  },
  {
    name: 'canary',
    definition: 'p below 0.05 and a lift above 0.02, as of an AUC',
    ...{ alpha: 0.05, minLift: 0.02, isRelative: false, isStrict: true },
  },
  {
    name: 'shadow',
    definition: 'p below 0.05 and more than 2% better than A',
    ...{ alpha: 0.05, minLift: 0.02, isRelative: true, isStrict: true },
  },
]
