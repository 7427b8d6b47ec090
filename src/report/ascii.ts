// One character for one, so that columns stay as they are; the arrow is the exception.
const renditions: Readonly<Record<string, string>> = {
  '✓': '+',
  '✗': 'x',
  '▁': ':',
  '▂': '-',
  '▃': '=',
  '▄': '+',
  '▅': '*',
  '▆': '#',
  '▇': '%',
  '█': '@',
  '▀': '-',
  '–': '-',
  '—': '-',
  '×': 'x',
  '·': '.',
  '…': '~',
  '→': '->',
  '↑': '^',
  '↓': 'v',
  '≤': '<=',
  '≥': '>=',
  '∞': 'inf',
  '“': '"',
  '”': '"',
}

const rendered = new RegExp(`[${Object.keys(renditions).join('')}]`, 'gu')

/** Our own signs in ASCII, for terminals without UTF-8. Names from the data are not ours to respell. */
export function toAscii(text: string): string {
  return text.replace(rendered, sign => renditions[sign] ?? sign)
}
