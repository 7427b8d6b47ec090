import { calibrated } from './calibrated.ts'
import { classic } from './classic.ts'
import type { Policy } from './policy.ts'

/** Every value of --policy, the default first. */
export const policies: readonly Policy[] = [calibrated, classic]
