import { cardinalityCollapse } from './cardinality-collapse.ts'
import { constant } from './constant.ts'
import type { DegradationCheck } from './degradation-check.ts'
import { infiniteValues } from './infinite-values.ts'
import { lowVariance } from './low-variance.ts'
import { missingFeature } from './missing-feature.ts'
import { newColumn } from './new-column.ts'
import { nullRate } from './null-rate.ts'
import { outOfRange } from './out-of-range.ts'
import { typeChanged } from './type-changed.ts'
import { unseenCategories } from './unseen-categories.ts'

/** Every check of a column, in the order in which one column's findings stand. */
export const degradationChecks: readonly DegradationCheck[] = [
  missingFeature,
  typeChanged,
  nullRate,
  lowVariance,
  cardinalityCollapse,
  constant,
  unseenCategories,
  outOfRange,
  infiniteValues,
  newColumn,
]
