import { escapeText } from '../terminal/escape.ts'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Text that GitHub and GitLab show as it is: no markup, HTML, formula, cell border or mention comes out of it. */
export function escapeMarkdown(text: string): string {
  return (
    escapeText(text)
      .replace(/[\\`*[\]|~$]/g, '\\$&')
      // Inside a word, as in education_num, an underscore is an underscore.
      .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_')
      .replace(/[&<>]/g, sign => entities[sign] ?? sign)
      // Headings, rules and lists, at the start of a paragraph only.
      .replace(/^(\s*)([#+=-]+)(?=\s|$)/, '$1\\$2')
      .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2')
      // Mentions are found after Markdown is done, so no escape of Markdown's helps; an empty comment does.
      .replace(/(?<!\w)@(?=\w)/g, '@<!-- -->')
  )
}
