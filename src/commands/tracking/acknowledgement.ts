import type { Records } from '../../report/report.ts'
import type { Outcome } from '../command.ts'
import type { OutputOptions } from '../options.ts'

/**
 * What a command that writes says when it is done: a line of text, often none, for people and shell variables, or a
 * document for programs that ask for one.
 */
export function acknowledgement(
  options: OutputOptions,
  schema: string,
  data: Readonly<Record<string, string | number | boolean | null | readonly string[]>>,
  text: string,
): Outcome {
  if (options.format === 'text') return { text, fine: true }
  return {
    report: {
      data: { schema, ...data },
      document: [
        { type: 'fields', rows: Object.entries(data).map(([name, value]) => [name, String(value)]) },
      ],
      records: {
        columns: Object.keys(data),
        rows: [
          Object.values(data).map(one => (Array.isArray(one) ? one.join(' ') : one)) as Records['rows'][0],
        ],
      },
      checks: [],
      verdict: 'ok',
    },
    fine: true,
  }
}
