/**
 * Splits the head of a CSV (RFC 4180, any of the three line ends) into records. A record that the end of the text cuts
 * off is left out, unless the text is complete. Blank lines are no records.
 */
export function* csvRecords(text: string, delimiter: string, complete: boolean): Generator<string[]> {
  let at = 0
  while (at < text.length) {
    const record: string[] = []
    for (;;) {
      const field = readField(text, at, delimiter)
      if (field.next >= text.length && field.end !== 'line' && !complete) return
      record.push(field.value)
      at = field.next
      if (field.end !== 'delimiter') break
    }
    if (record.length > 1 || record[0] !== '') yield record
  }
}

interface Field {
  readonly value: string
  readonly next: number
  readonly end: 'delimiter' | 'line' | 'text'
}

function readField(text: string, start: number, delimiter: string): Field {
  let value = ''
  let at = start
  if (text[at] === '"') {
    for (at += 1; at < text.length; at += 1) {
      const quote = text.indexOf('"', at)
      value += text.slice(at, quote === -1 ? text.length : quote)
      at = quote === -1 ? text.length : quote + 1
      if (text[at] !== '"') break
      value += '"'
    }
  }
  const rest = at
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at += 1
  value += text.slice(rest, at)
  if (at >= text.length) return { value, next: at, end: 'text' }
  if (text[at] === delimiter) return { value, next: at + 1, end: 'delimiter' }
  return { value, next: text.startsWith('\r\n', at) ? at + 2 : at + 1, end: 'line' }
}
