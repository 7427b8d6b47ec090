import type { Format } from './report.ts'

const text = () => import('./text.ts')
const json = () => import('./json.ts')
const markdown = () => import('./markdown.ts')
const csv = () => import('./csv.ts')
const junit = () => import('./junit.ts')
const github = () => import('./github.ts')

/** Every value of --format and --report, the default first. Each ends its text with a line end. */
export const formats: readonly Format[] = [
  { name: 'text', load: text, render: async (report, style) => (await text()).renderText(report, style) },
  { name: 'json', load: json, render: async report => (await json()).renderJson(report) },
  {
    name: 'md',
    load: markdown,
    render: async (report, style) => (await markdown()).renderMarkdown(report, style),
  },
  { name: 'csv', load: csv, render: async report => (await csv()).renderCsv(report) },
  { name: 'junit', load: junit, render: async report => (await junit()).renderJunit(report) },
  { name: 'github', load: github, render: async report => (await github()).renderGithub(report) },
]
