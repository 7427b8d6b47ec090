import { MlregError } from '../errors.ts'

const longestSegment = 255
const longestName = 1_024
// Control characters, and what turns the direction of a text: "gpj.exe" must not look like "exe.jpg".
const hidden = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i

/**
 * An artifact's name in the one form it is kept in: NFC, with slashes between its parts. Throws when it could become a
 * path that leads elsewhere. Names are checked when they come in and again before they become a path.
 */
export function artifactName(text: string): string {
  const name = text.normalize('NFC')
  const fault = faultOf(name)
  if (fault === undefined) return name
  throw new MlregError('bad-input', `"${text}" cannot name an artifact: ${fault}`)
}

function faultOf(name: string): string | undefined {
  if (name === '') return 'it is empty'
  if (/\p{Cs}/u.test(name)) return 'it is not valid Unicode'
  if (name.includes('\\')) return 'it holds a backslash'
  if (hidden.test(name)) return 'it holds characters that cannot be seen'
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) return 'it is an absolute path'
  if (Buffer.byteLength(name) > longestName) return `it is longer than ${longestName} bytes`
  for (const segment of name.split('/')) {
    if (segment === '' || segment === '.' || segment === '..') return 'a part of it is empty, "." or ".."'
    if (Buffer.byteLength(segment) > longestSegment)
      return `a part of it is longer than ${longestSegment} bytes`
  }
  return undefined
}

/** Why Windows could not write a file of that name; undefined when it could. */
export function unportable(name: string): string | undefined {
  for (const segment of name.split('/')) {
    if (/[<>:"|?*]/.test(segment)) return `"${name}" holds a character that Windows does not allow`
    if (/[. ]$/.test(segment)) return `"${name}" has a part that ends in a dot or a space`
    if (device.test(segment)) return `"${name}" has a part that is a device on Windows`
  }
  return undefined
}
