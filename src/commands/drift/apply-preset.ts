import { type Preset, presets, withPresetRules } from '../../drift/presets.ts'
import type { DriftOptions } from './drift-options.ts'
import type { DriftContext } from './open-windows.ts'

const strength = ['default', 'config', 'env', 'version', 'cli']

/** The preset that was asked for, if any. */
export function presetOf({ preset }: Pick<DriftOptions, 'preset'>): Preset | undefined {
  return presets.find(({ name }) => name === preset)
}

/**
 * The options with the preset's limits where nobody set others. A limit from where the preset comes from, or from what
 * wins over that, stays; one from what it wins over does not (--preset over the rules in mlreg.toml).
 */
export function applyPreset({ options, sourceOf }: Pick<DriftContext, 'options' | 'sourceOf'>): DriftOptions {
  const preset = presetOf(options)
  if (preset === undefined) return options
  const rank = (name: keyof DriftOptions) => strength.indexOf(sourceOf(name) ?? 'default')
  const isOwn = (name: keyof DriftOptions) => rank(name) >= rank('preset')
  return {
    ...options,
    minEffect: isOwn('minEffect') ? options.minEffect : preset.minEffect,
    rule: withPresetRules(isOwn('rule') ? (options.rule ?? []) : [], preset),
  }
}
