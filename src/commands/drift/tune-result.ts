import type { OpenedWindow } from '../../data/window.ts'
import type { Tuning } from '../../drift/tune-windows.ts'
import type { PastWindow } from './history.ts'
import type { TuneOptions } from './tune-options.ts'

/** Everything `mlreg drift tune` found, before it is written in any form. */
export interface TuneResult {
  readonly reference: OpenedWindow
  readonly past: readonly Pick<PastWindow, 'label' | 'rows'>[]
  /** The column of times and the period that cut the reference, where they did. */
  readonly cut: { readonly time: string; readonly by: NonNullable<TuneOptions['by']> } | undefined
  readonly alpha: number
  readonly per: TuneOptions['per']
  readonly tests: readonly string[]
  readonly tuning: Tuning
  /** The rules as mlreg.toml has them. */
  readonly toml: string
  /** The settings file that they were written into, where that was asked. */
  readonly written: string | undefined
  readonly reproduce: string
  readonly warnings: readonly string[]
}
