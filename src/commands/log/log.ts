import { Option } from 'commander'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { limitOptions } from '../profile/profile-options.ts'
import { cutoff, nameOption, runOption, time, wholeNumber } from './log-options.ts'

/** `mlreg log`: what a run is told while it is under way, and after. */
export const log: Command = {
  declare(parent, run) {
    const command = parent
      .command('log')
      .description('record params, metrics, tags, files and data of a run')
      .helpCommand(false)
    examples(command, ['mlreg log metric auc=0.91 --step 3', 'mlreg log artifact model.pkl --as model'])
    for (const child of children) child.declare(command, run)
  },
}

const param: Command = {
  declare(parent, run) {
    const command = parent
      .command('param')
      .description(
        'record params, which are written once: the same value again is no change, another one a conflict',
      )
      .argument('<key=value...>', 'such as lr=0.1')
    examples(command, ['mlreg log param lr=0.1 depth=8', 'mlreg log param seed=7 --run 3f2a'])
    runOption(command).action(run(async context => (await import('./log-values.ts')).logParams(context)))
  },
}

const metric: Command = {
  declare(parent, run) {
    const command = parent
      .command('metric')
      .description('record metrics: every value of every step is kept')
      .argument('<key=value...>', 'such as auc=0.91; nan, inf and -inf are values')
    examples(command, ['mlreg log metric auc=0.91 f1=0.78', 'mlreg log metric loss=0.31 --step 12'])
    const options = [
      new Option('--step <n>', 'the step, a whole number').argParser(wholeNumber).default(undefined, '0'),
      new Option('--time <time>', 'when, as ISO 8601 or milliseconds since 1970').argParser(time),
    ]
    for (const option of options) command.addOption(option.helpGroup('Run:'))
    runOption(command).action(run(async context => (await import('./log-values.ts')).logMetrics(context)))
  },
}

const tag: Command = {
  declare(parent, run) {
    const command = parent
      .command('tag')
      .description('set tags; a tag set again has the new value')
      .argument('<key=value...>', 'such as team=growth')
    examples(command, ['mlreg log tag team=growth', 'mlreg log tag reviewed=yes --run 3f2a'])
    runOption(command).action(run(async context => (await import('./log-values.ts')).logTags(context)))
  },
}

const note: Command = {
  declare(parent, run) {
    const command = parent
      .command('note')
      .description('say in words what a run is about; a note written again replaces the one before')
      .argument('<text>', 'the note, or - for standard input')
    examples(command, ['mlreg log note "first run on the cleaned data"', 'mlreg log note - < notes.md'])
    runOption(command).action(run(async context => (await import('./log-values.ts')).logNote(context)))
  },
}

const text: Command = {
  declare(parent, run) {
    const command = parent
      .command('text')
      .description('store text as an artifact')
      .argument('<file>', 'a file, or - for standard input')
    examples(command, ['mlreg log text report.md', 'git log -5 | mlreg log text - --as history.txt'])
    nameOption(command, '<name.txt>')
    runOption(command, false).action(run(async context => (await import('./log-files.ts')).logText(context)))
  },
}

const dict: Command = {
  declare(parent, run) {
    const command = parent
      .command('dict')
      .description('store a JSON object as an artifact')
      .argument('<file>', 'a JSON file, or - for standard input')
    examples(command, [
      'mlreg log dict importance.json --as feature_importance.json',
      'mlreg log dict - --as feature_importance.json  # from standard input',
    ])
    nameOption(command, '<name.json>')
    runOption(command, false).action(run(async context => (await import('./log-files.ts')).logDict(context)))
  },
}

const artifact: Command = {
  declare(parent, run) {
    const command = parent
      .command('artifact')
      .description('store a file, or every file of a directory')
      .argument('<path>', 'a file or a directory')
    examples(command, ['mlreg log artifact report.html', 'mlreg log artifact ./checkpoints/best --as model'])
    const options = [
      new Option('--as <name>', 'its name; the last part of the path when left out'),
      new Option('--follow', 'store what symbolic links lead to'),
      new Option('--portable', 'refuse names that Windows does not allow'),
    ]
    for (const option of options) command.addOption(option.helpGroup('Run:'))
    runOption(command, false).action(
      run(async context => (await import('./log-files.ts')).logArtifact(context)),
    )
  },
}

const data: Command = {
  declare(parent, run) {
    const command = parent
      .command('data')
      .description('record which data a run read: digest, rows, columns and types')
      .argument('<file>', 'a file that mlreg drift can read')
    examples(command, [
      'mlreg log data train.parquet --context training',
      'mlreg log data train.parquet --cutoff 2026-03-31',
    ])
    const options = [
      new Option('--context <context>', 'what the run read it for').default('training'),
      new Option('--name <name>', "its name; the file's own when left out"),
      new Option('--cutoff <date>', 'the time after which no record may be').argParser(cutoff),
      new Option('--profile', 'store a profile of it too: profiles/<name>.profile, for mlreg drift'),
    ]
    for (const option of options) command.addOption(option.helpGroup('Run:'))
    for (const option of limitOptions()) command.addOption(option.helpGroup('Profile:'))
    runOption(command).action(run(async context => (await import('./log-data.ts')).logData(context)))
  },
}

const batch: Command = {
  declare(parent, run) {
    const command = parent
      .command('batch')
      .description('record JSON lines of params, metrics and tags: all of them or, with a bad line, none')
      .argument('<file>', 'a file, or - for standard input')
    examples(command, [
      'mlreg log batch history.jsonl',
      'mlreg log batch - < history.jsonl  # lines {"step":1,"metrics":{"loss":0.4}}',
    ])
    runOption(command).action(run(async context => (await import('./log-batch.ts')).logBatchFile(context)))
  },
}

const children: readonly Command[] = [param, metric, tag, note, text, dict, artifact, data, batch]
