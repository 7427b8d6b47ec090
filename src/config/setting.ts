/**
 * What a setting may be in mlreg.toml, and how it becomes the text its flag would have had:
 * `names` is a list or one comma-separated string, `strings` a list whose entries repeat the flag, `pairs` a table
 * whose entries repeat the flag as key=value, `path` a file relative to the settings file.
 */
export type SettingType = 'string' | 'number' | 'boolean' | 'names' | 'strings' | 'pairs' | 'path'

export interface Setting {
  /** `section.name` in mlreg.toml. `output` and `store` are for every command, another section for the command of its name. */
  readonly key: string
  readonly flag: `--${string}`
  readonly env: `MLREG_${string}`
  readonly type: SettingType
  /** In words; what happens when nobody sets it. */
  readonly default: string
  readonly description: string
  /** For the section's command alone, not for commands under it, where the flag means another thing. */
  readonly alone?: true
}
