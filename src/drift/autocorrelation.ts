import { type AutocorrelationTime, autocorrelationTime } from '../stats/autocorrelation-time.ts'

/** Of a column in either window, as far as its rows could be looked at and their order says something. */
export interface ColumnAutocorrelation {
  readonly reference?: AutocorrelationTime
  readonly current?: AutocorrelationTime
}

/** Rows looked at: what comes after is taken to be alike. */
export const mostLeadingRows = 4096
/** Most columns have no memory, which so many show already. */
const first = 1024
const worthALook = 1.2

/** The autocorrelation time of a column's first rows. */
export function leadingTime(
  values: Float64Array,
  measure = autocorrelationTime,
): AutocorrelationTime | undefined {
  const glance = measure(values.subarray(0, first))
  if (values.length <= first || (glance !== undefined && glance.tau < worthALook)) return glance
  return measure(values.subarray(0, mostLeadingRows))
}

/** From here on rows are called dependent. */
const dependentFrom = 1.5
/** Beyond chance: fewer than one window of 25 independent columns in a hundred has one such. */
const errors = 4.5

/** Whether the rows of a column are not independent in a window, by far more than chance. */
export function isDependent(time: AutocorrelationTime | undefined): time is AutocorrelationTime {
  return time !== undefined && time.tau > dependentFrom && time.tau - 1 > errors * time.error
}

/** Both sides in one, each only where it is known. */
export function bothTimes(
  reference: AutocorrelationTime | undefined,
  current: AutocorrelationTime | undefined,
): ColumnAutocorrelation {
  return { ...(reference ? { reference } : {}), ...(current ? { current } : {}) }
}
