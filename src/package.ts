import packageJson from '../package.json' with { type: 'json' }

export const version = packageJson.version

/** A file shipped beside the program. This file and every bundled chunk lie one folder below the package. */
export function shippedFile(path: string): URL {
  return new URL(`../${path}`, import.meta.url)
}
