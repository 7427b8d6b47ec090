import { chiSquare } from './chi-square.ts'
import { cramersV } from './cramers-v.ts'
import type { DriftTest } from './drift-test.ts'
import { hellinger } from './hellinger.ts'
import { jensenShannon } from './jensen-shannon.ts'
import { kl } from './kl.ts'
import { ks } from './ks.ts'
import { lInfinity } from './l-infinity.ts'
import { psi } from './psi.ts'
import { tvd } from './tvd.ts'
import { wasserstein } from './wasserstein.ts'

/** Every test mlreg knows, in display order. */
export const driftTests: readonly DriftTest[] = [
  ks,
  chiSquare,
  psi,
  wasserstein,
  jensenShannon,
  hellinger,
  kl,
  tvd,
  lInfinity,
  cramersV,
]
