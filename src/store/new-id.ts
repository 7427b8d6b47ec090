import { randomBytes } from 'node:crypto'

/**
 * 32 lower-case hexadecimal digits. Made by the client before anything is written, so that a command repeated after an
 * unknown outcome means the same thing.
 */
export function newId(): string {
  return randomBytes(16).toString('hex')
}
