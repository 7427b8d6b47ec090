import type { Report } from './report.ts'

// Legal unescaped in JSON, but a terminal obeys or hides them: C1 controls, bidirectional and invisible characters.
const unsafe = /[\x7f-\x9f\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** The contract as one document. Numbers JSON cannot say become null. The same report gives the same bytes. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report.data, null, 2).replace(unsafe, escapeUnits)}\n`
}

function escapeUnits(character: string): string {
  return Array.from({ length: character.length }, (_, i) => {
    return `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`
  }).join('')
}
