import { escapeText } from './escape.ts'

/** A text of lines with everything but line ends and tabs made visible that would command a terminal. */
export function escapeLines(text: string): string {
  const lines = text.replace(/\n$/, '').split('\n')
  return `${lines.map(line => line.split('\t').map(escapeText).join('\t')).join('\n')}\n`
}
