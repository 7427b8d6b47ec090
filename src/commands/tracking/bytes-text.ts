const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']

/** A number of bytes for people: 312 B, 4.1 kB, 25.3 GB. */
export function bytesText(bytes: number): string {
  const power = bytes < 1_000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1)
  const amount = bytes / 1_000 ** power
  return `${power === 0 ? amount : amount.toFixed(1)} ${units[power]}`
}
