import type { Format } from './report.ts'

/** Every value of --format and --report, the default first. Each ends its text with a line end. */
export const formats: readonly Format[] = [
  { name: 'text', render: async (report, style) => (await import('./text.ts')).renderText(report, style) },
  { name: 'json', render: async report => (await import('./json.ts')).renderJson(report) },
  {
    name: 'md',
    render: async (report, style) => (await import('./markdown.ts')).renderMarkdown(report, style),
  },
  { name: 'csv', render: async report => (await import('./csv.ts')).renderCsv(report) },
  { name: 'junit', render: async report => (await import('./junit.ts')).renderJunit(report) },
  { name: 'github', render: async report => (await import('./github.ts')).renderGithub(report) },
]
