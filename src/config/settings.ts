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

/** Everything that can be set outside the command line, in the order it is shown. */
export const settings: readonly Setting[] = [
  {
    key: 'drift.policy',
    flag: '--policy',
    env: 'MLREG_POLICY',
    type: 'string',
    default: 'calibrated',
    description: 'which rules decide',
  },
  {
    key: 'drift.alpha',
    flag: '--alpha',
    env: 'MLREG_ALPHA',
    type: 'number',
    default: '0.05',
    description: 'the share of runs without drift that may alarm',
  },
  {
    key: 'drift.min-effect',
    flag: '--min-effect',
    env: 'MLREG_MIN_EFFECT',
    type: 'number',
    default: '0.1',
    description: 'the PSI up to which a change is tolerated',
  },
  {
    key: 'drift.correction',
    flag: '--correction',
    env: 'MLREG_CORRECTION',
    type: 'string',
    default: 'bh',
    description: 'for many columns at once: bh, holm or none',
  },
  {
    key: 'drift.require-power',
    flag: '--require-power',
    env: 'MLREG_REQUIRE_POWER',
    type: 'boolean',
    default: 'no',
    description: 'whether too few rows to see or be sure of a change exit 2',
  },
  {
    key: 'drift.seed',
    flag: '--seed',
    env: 'MLREG_SEED',
    type: 'number',
    default: '1',
    description: 'for what is drawn at random',
  },
  {
    key: 'drift.rules',
    flag: '--rule',
    env: 'MLREG_RULE',
    type: 'strings',
    default: "the policy's own",
    description: 'rules such as "psi > 0.25" or "age: ks.p < 0.001"',
  },
  {
    key: 'drift.test',
    flag: '--test',
    env: 'MLREG_TEST',
    type: 'names',
    default: 'every cheap one',
    description: 'the tests that are computed and shown',
  },
  {
    key: 'drift.multivariate',
    flag: '--multivariate',
    env: 'MLREG_MULTIVARIATE',
    type: 'boolean',
    default: 'false',
    description: 'compare the windows as wholes too',
  },
  {
    key: 'drift.fail-on',
    flag: '--fail-on',
    env: 'MLREG_FAIL_ON',
    type: 'names',
    default: 'drift,degradation',
    description: 'what exits 1: drift, degradation or none',
  },
  {
    key: 'drift.fail-share',
    flag: '--fail-share',
    env: 'MLREG_FAIL_SHARE',
    type: 'number',
    default: 'any drifted column',
    description: 'the share of drifted columns from which drift exits 1',
  },
  {
    key: 'drift.columns',
    flag: '--columns',
    env: 'MLREG_COLUMNS',
    type: 'names',
    default: 'all',
    description: 'the columns that are compared',
  },
  {
    key: 'drift.exclude',
    flag: '--exclude',
    env: 'MLREG_EXCLUDE',
    type: 'names',
    default: 'none',
    description: 'columns that are left out',
  },
  {
    key: 'drift.types',
    flag: '--type',
    env: 'MLREG_TYPE',
    type: 'pairs',
    default: 'as in the reference',
    description: 'column kinds: numeric, categorical, datetime, ignore',
  },
  {
    key: 'drift.top',
    flag: '--top',
    env: 'MLREG_TOP',
    type: 'number',
    default: 'all',
    description: 'only the most important columns',
    alone: true,
  },
  {
    key: 'drift.weights',
    flag: '--weights',
    env: 'MLREG_WEIGHTS',
    type: 'path',
    default: 'none',
    description: 'a file that says how important each column is',
  },
  {
    key: 'drift.prediction',
    flag: '--prediction',
    env: 'MLREG_PREDICTION',
    type: 'string',
    default: 'none',
    description: 'the column with the predictions',
  },
  {
    key: 'drift.target',
    flag: '--target',
    env: 'MLREG_TARGET',
    type: 'string',
    default: 'none',
    description: 'the column with the true values',
  },
  {
    key: 'drift.score',
    flag: '--score',
    env: 'MLREG_SCORE',
    type: 'string',
    default: 'none',
    description: 'the column with the predicted probability',
  },
  {
    key: 'drift.task',
    flag: '--task',
    env: 'MLREG_TASK',
    type: 'string',
    default: 'from the columns',
    description: 'classification or regression',
  },
  {
    key: 'drift.max-drop',
    flag: '--max-drop',
    env: 'MLREG_MAX_DROP',
    type: 'number',
    default: '0.05',
    description: 'how far a quality metric may fall',
  },
  {
    key: 'drift.null-values',
    flag: '--null-values',
    env: 'MLREG_NULL_VALUES',
    type: 'names',
    default: 'the empty field',
    description: 'what counts as null in a text file',
  },
  {
    key: 'drift.memory',
    flag: '--memory',
    env: 'MLREG_MEMORY',
    type: 'string',
    default: 'a share of the machine',
    description: 'how much memory reading may take, such as 512MB',
  },
  {
    key: 'profile.min-count',
    flag: '--min-count',
    env: 'MLREG_MIN_COUNT',
    type: 'number',
    default: '5',
    description: 'rows a category needs to be named in a profile',
  },
  {
    key: 'profile.private',
    flag: '--private',
    env: 'MLREG_PRIVATE',
    type: 'boolean',
    default: 'false',
    description: 'keep extremes and rare numbers out',
  },
  {
    key: 'profile.max-bytes',
    flag: '--max-bytes',
    env: 'MLREG_MAX_BYTES',
    type: 'number',
    default: '35000',
    description: 'bytes of one column in a profile',
  },
  {
    key: 'store.directory',
    flag: '--store',
    env: 'MLREG_STORE',
    type: 'path',
    default: '.mlreg, here or above',
    description: 'the directory of the store',
  },
  {
    key: 'store.lock-timeout',
    flag: '--lock-timeout',
    env: 'MLREG_LOCK_TIMEOUT',
    type: 'string',
    default: '60s',
    description: 'how long to wait for other writers',
  },
  {
    key: 'output.format',
    flag: '--format',
    env: 'MLREG_FORMAT',
    type: 'string',
    default: 'text',
    description: 'how answers are shown',
  },
  {
    key: 'output.color',
    flag: '--color',
    env: 'MLREG_COLOR',
    type: 'string',
    default: 'auto',
    description: 'when to use colour: auto, always or never',
  },
  {
    key: 'output.ascii',
    flag: '--ascii',
    env: 'MLREG_ASCII',
    type: 'boolean',
    default: 'by the locale',
    description: 'use ASCII marks only',
  },
]
