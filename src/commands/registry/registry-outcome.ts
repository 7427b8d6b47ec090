import type { Outcome } from '../command.ts'
import type { OutputOptions } from '../options.ts'

/**
 * What a command that changes the registry says when it is done: lines for people, a document for programs. A refusal
 * is an answer too, and not a fine one.
 */
export function registryOutcome(
  options: OutputOptions,
  data: { readonly schema: string } & Readonly<Record<string, unknown>>,
  text: string,
  fine = true,
): Outcome {
  if (options.format === 'text') return { text, fine, wraps: true }
  const { schema: _, ...values } = data
  const rows = Object.entries(values).map(([name, value]) => [name, valueText(value)] as const)
  const cells = Object.values(values).map(value => (value === null ? null : valueText(value)))
  return {
    report: {
      data,
      document: [{ type: 'fields', rows }],
      records: { columns: rows.map(([name]) => name), rows: [cells] },
      checks: [],
      verdict: fine ? 'ok' : 'refused',
    },
    fine,
  }
}

function valueText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}
