import { Option } from 'commander'
import type { TypeOverride } from '../../data/window-columns.ts'
import { defaultSettings } from '../../drift/drift-test.ts'
import { nonNegative, type OutputOptions, wholeNumber } from '../options.ts'
import { level } from './drift-options.ts'

export interface ExplainOptions extends OutputOptions {
  readonly type?: ReadonlyMap<string, TypeOverride>
  readonly referenceWhere?: string
  readonly currentWhere?: string
  readonly nullValues?: readonly string[]
  readonly memory?: string
  readonly progress: boolean
  readonly alpha: number
  readonly minEffect: number
  readonly limit: number
  readonly store?: string
}

/** What `mlreg drift explain` takes besides what says how windows are read. */
export function shownOptions(): Option[] {
  return [
    new Option('--limit <n>', 'how many bins and unseen values to show; 0 shows all')
      .argParser(wholeNumber)
      .default(20),
    new Option('--alpha <share>', 'intervals hold with 1 - alpha; a bin moved when its Holm p is below')
      .argParser(level)
      .default(0.05),
    new Option('--min-effect <psi>', 'the PSI up to which a change is tolerated')
      .argParser(nonNegative)
      .default(defaultSettings.minEffect),
  ]
}
