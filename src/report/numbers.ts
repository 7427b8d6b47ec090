// How numbers are written for people, everywhere: independent of the locale, the same text for the same number.
// A number that does not exist is an en dash.

type Maybe = number | null | undefined

const missing = '–'

/** About four significant digits: 0.7134, 12.5, 14,155, 1.2e-7. Whole numbers are whole. */
export function formatNumber(x: Maybe): string {
  if (x === null || x === undefined || Number.isNaN(x)) return missing
  if (!Number.isFinite(x)) return x > 0 ? '∞' : '-∞'
  const size = Math.abs(x)
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return exponential(x, 3)
  if (Number.isInteger(x) || size >= 1000) return formatCount(x)
  return groupThousands(String(Number(x.toPrecision(4))))
}

/** A whole number with thousands separators: 14,155. */
export function formatCount(x: Maybe): string {
  if (x === null || x === undefined || !Number.isFinite(x)) return formatNumber(x === undefined ? null : x)
  return groupThousands(Math.abs(x) < 1e21 ? x.toFixed(0) : exponential(x, 3))
}

/** A count with its noun: 1 value, 2,000 values. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** A fixed number of decimals, to line up in a column: 0.71. What is not zero never reads as zero: < 0.01. */
export function formatDecimals(x: Maybe, decimals = 2): string {
  if (x === null || x === undefined || !Number.isFinite(x) || Math.abs(x) >= 1e15) return formatNumber(x)
  const text = x.toFixed(decimals)
  if (Number(text) !== 0) return groupThousands(text)
  const step = (10 ** -decimals).toFixed(decimals)
  if (x === 0) return (0).toFixed(decimals)
  return x > 0 ? `< ${step}` : `> -${step}`
}

/** A share with one decimal: 7.3%. Only nothing is 0% and only all is 100%. */
export function formatPercent(share: Maybe): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return formatNumber(share)
  if (share === 0 || share === 1) return share === 1 ? '100%' : '0%'
  const text = (share * 100).toFixed(1)
  if (Number(text) === 0) return share > 0 ? '< 0.1%' : '> -0.1%'
  if (Number(text) === 100) return share < 1 ? '> 99.9%' : '> 100%'
  return `${groupThousands(text)}%`
}

/** A probability: 0.312, 0.0120, 3.2e-12. Below what can be told from zero: < 1e-300. */
export function formatPValue(p: Maybe): string {
  if (p === null || p === undefined || Number.isNaN(p)) return missing
  // Exactly 0 is no underflow: it is what a column that is not there is given.
  if (p === 0) return '0'
  if (p < 1e-300) return '< 1e-300'
  if (p < 0.001) return exponential(p, 1)
  return p < 0.1 ? p.toPrecision(3) : p.toFixed(3)
}

function exponential(x: number, digits: number): string {
  const [mantissa = '', exponent = ''] = x.toExponential(digits).split('e')
  return `${Number(mantissa)}e${exponent.replace('+', '')}`
}

function groupThousands(text: string): string {
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(.*)$/.exec(text) ?? []
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return sign === '-' && /[1-9]/.test(text) ? `-${grouped}${rest}` : `${grouped}${rest}`
}
