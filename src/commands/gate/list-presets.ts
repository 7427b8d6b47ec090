import { gatePresets } from '../../gate/presets.ts'
import type { Report } from '../../report/report.ts'

/** `mlreg gate --list-presets`: what each name asks, from the list that is judged by. */
export function listPresets(): Report {
  const rows = gatePresets.map(({ name, rules, meaning }) => [name, rules.join('; '), meaning])
  return {
    data: { schema: 'mlreg.gate-presets/1', presets: gatePresets },
    document: [
      {
        type: 'table',
        columns: [
          { title: 'preset', align: 'left', narrow: 'keep' },
          { title: 'rules', align: 'left', narrow: 'keep' },
          { title: 'for', align: 'left', narrow: 'wrap' },
        ],
        rows: rows.map(texts => texts.map(text => ({ text }))),
      },
    ],
    records: { columns: ['name', 'rules', 'meaning'], rows },
    checks: [],
    verdict: 'ok',
  }
}
