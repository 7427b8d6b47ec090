import { MlregError } from '../../errors.ts'

/**
 * Which blobs `--read-data` reads: all of them, a random share (`5%`), or the n-th of t parts (`3/7`), which over t nights
 * are all.
 */
export function readPart(asked: string | true | undefined): (digest: string) => boolean {
  if (asked === undefined) return () => false
  if (asked === true) return () => true
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(asked)
  if (percent !== null && Number(percent[1]) <= 100) {
    const share = Number(percent[1]) / 100
    return () => Math.random() < share
  }
  const part = /^(\d{1,9})\/(\d{1,9})$/.exec(asked)
  const [number, parts] = [Number(part?.[1]), Number(part?.[2])]
  if (part !== null && number >= 1 && number <= parts) {
    return digest => Number.parseInt(digest.slice(0, 12), 16) % parts === number - 1
  }
  throw new MlregError(
    'usage',
    `--read-data takes a share such as 5% or a part such as 3/7, and not "${asked}"`,
  )
}
