import { andersonDarling } from './anderson-darling.ts'
import { chiSquare } from './chi-square.ts'
import { cramerVonMises } from './cramer-von-mises.ts'
import { cramersV } from './cramers-v.ts'
import type { DriftTest } from './drift-test.ts'
import { energy } from './energy.ts'
import { fisher } from './fisher.ts'
import { gTest } from './g-test.ts'
import { hellinger } from './hellinger.ts'
import { jensenShannon } from './jensen-shannon.ts'
import { kl } from './kl.ts'
import { ks } from './ks.ts'
import { kuiper } from './kuiper.ts'
import { lInfinity } from './l-infinity.ts'
import { mannWhitney } from './mann-whitney.ts'
import { psi } from './psi.ts'
import { psiCalibrated } from './psi-calibrated.ts'
import { tvd } from './tvd.ts'
import { wasserstein } from './wasserstein.ts'
import { welchT } from './welch-t.ts'
import { zProportions } from './z-proportions.ts'

/** Every test mlreg knows, in display order. */
export const driftTests: readonly DriftTest[] = [
  ks,
  chiSquare,
  psi,
  psiCalibrated,
  wasserstein,
  jensenShannon,
  hellinger,
  kl,
  tvd,
  lInfinity,
  cramersV,
  andersonDarling,
  cramerVonMises,
  kuiper,
  energy,
  mannWhitney,
  welchT,
  gTest,
  fisher,
  zProportions,
]
