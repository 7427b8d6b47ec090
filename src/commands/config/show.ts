import { type ConfigFile, configFiles } from '../../config/config-files.ts'
import { type MadeSetting, readSettings } from '../../config/read-settings.ts'
import type { Setting } from '../../config/setting.ts'
import { settings } from '../../config/settings.ts'
import type { Cell, Report, TableColumn } from '../../report/report.ts'
import type { Command, Context, Outcome } from '../command.ts'
import { examples } from '../help/examples.ts'
import { showOptions } from '../options.ts'

interface ConfigShowOptions {
  readonly config: string | false | undefined
  readonly origin?: boolean
}

/** One setting as it holds now. */
interface Row {
  readonly setting: Setting
  readonly made: MadeSetting | undefined
}

export const configShow: Command = {
  declare(parent, run) {
    const config = parent.command('config').description('look at the settings that hold').helpCommand(false)
    const command = config
      .command('show')
      .description('list every setting with its value, from the environment, mlreg.toml or the default')
      .option('--origin', 'also tell where each value comes from')
      .action(run(runConfigShow))
    showOptions(command)
    examples(command, ['mlreg config show', 'mlreg config show --origin', 'mlreg config show --json'])
    examples(config, ['mlreg config show --origin'])
  },
}

async function runConfigShow({ io, options }: Context<ConfigShowOptions>): Promise<Outcome> {
  const choice = options.config
  const made = await readSettings(choice, io)
  const rows = settings.map(setting => ({ setting, made: made.find(one => one.setting === setting) }))
  return { report: view(rows, configFiles(choice, io), options.origin === true), fine: true }
}

function view(rows: readonly Row[], files: readonly ConfigFile[], origin: boolean): Report {
  const entries = rows.map(entryOf)
  return {
    data: { schema: 'mlreg.config/1', files, settings: entries },
    document: [
      { type: 'table', columns: columns(origin), rows: rows.map(row => cells(row, origin)) },
      ...files.map(file => ({ type: 'note' as const, text: `${file.origin} settings: ${file.path}` })),
    ],
    records: {
      columns: ['key', 'value', 'source', 'origin'],
      rows: rows.map(row => [
        row.setting.key,
        valueText(row),
        row.made?.source ?? 'default',
        row.made?.origin ?? null,
      ]),
    },
    checks: [],
    verdict: 'ok',
  }
}

function entryOf({ setting, made }: Row): Record<string, unknown> {
  const several = setting.type === 'strings' || setting.type === 'pairs'
  return {
    key: setting.key,
    value: made === undefined ? null : several ? made.texts : made.texts[0],
    source: made?.source ?? 'default',
    origin: made?.origin ?? null,
    default: setting.default,
    flag: setting.flag,
    env: setting.env,
  }
}

function columns(origin: boolean): TableColumn[] {
  const shown: TableColumn[] = [
    { title: 'setting', align: 'left', narrow: 'keep' },
    { title: 'value', align: 'left', narrow: 'wrap' },
  ]
  return origin ? [...shown, { title: 'origin', align: 'left', narrow: 'shrink' }] : shown
}

function cells(row: Row, origin: boolean): Cell[] {
  const tone = row.made === undefined ? 'dim' : 'plain'
  const shown: Cell[] = [{ text: row.setting.key }, { text: valueText(row), tone }]
  return origin ? [...shown, { text: row.made?.origin ?? 'default', tone }] : shown
}

function valueText({ setting, made }: Row): string {
  return made === undefined ? setting.default : made.texts.join('; ')
}
