import { InvalidArgumentError, Option } from 'commander'
import { gatePresets } from '../../gate/presets.ts'
import { nearest } from '../../nearest.ts'
import type { Command } from '../command.ts'
import { examples } from '../help/examples.ts'
import { judgeOptions, repeated } from '../options.ts'
import { recordingOptions } from '../tracking/store-options.ts'
import { versionOperand } from '../tracking/version-operand.ts'

/** `mlreg gate`: whether a version is good enough, for a pipeline. */
export const gate: Command = {
  declare(parent, run) {
    const command = parent
      .command('gate')
      .summary('judge a version by rules and exit 1 when it fails')
      .description(
        'Judges a version by rules, the champion beside it, and exits 0 (pass), 1 (fail) or 2 (cannot be compared).',
      )
      .argument('[model]', `the version: ${versionOperand}`)
    examples(command, [
      "mlreg gate churn/latest --rule 'auc >= 0.85' --rule 'auc >= champion + 0.02'",
      'mlreg gate churn/7 --against churn/5 --preset retrain --report junit=gate.xml',
      'mlreg gate churn/7 --to Production  # the rules of mlreg.toml',
    ])
    for (const option of ruleOptions()) command.addOption(option.helpGroup('Rules:'))
    for (const option of recordingOptions()) command.addOption(option.helpGroup('Store:'))
    judgeOptions(command)
      .addHelpText('after', ruleHelp)
      .action(run(async context => (await import('./run-gate.ts')).runGate(context)))
  },
}

function ruleOptions(): Option[] {
  return [
    new Option('--rule <rule>', 'what has to hold (repeatable)').argParser(repeated),
    new Option('--preset <name>', 'rules by name (repeatable)').choices(presetNames).argParser(presetName),
    new Option('--list-presets', 'list the presets with their rules'),
    new Option('--to <stage>', 'what mlreg.toml asks for that stage'),
    new Option('--against <model>', 'the champion, instead of the version in Production'),
    new Option('--any-data', 'compare metrics that were measured on different data'),
    new Option('--log', 'record the answer in the history of the model'),
  ]
}

const presetNames = gatePresets.map(({ name }) => name)

function presetName(text: string, previous: readonly string[] | undefined): string[] {
  if (presetNames.includes(text)) return [...(previous ?? []), text]
  const near = nearest(text, presetNames)
  throw new InvalidArgumentError(
    near === undefined
      ? `There are ${presetNames.join(', ')}.`
      : `Did you mean ${near}? --list-presets shows all.`,
  )
}

const ruleHelp = `
RULES
  auc >= 0.85                   a metric of the version's run, its latest value
  auc >= champion + 0.02        against the champion; also champion - 0.01
  latency_ms <= champion * 1.05 by a factor
  auc >= champion - 2%          relative to the size of the champion's figure
  "val auc" > 0.8               a name with spaces, or of the words below
  params.rows >= 10000          a param; tags.integration_test = passed: a tag
  model.bytes <= 100MB          its size; model.files
  drift.verdict = ok            its latest drift check: also drift.age <= 7d,
                                drift.share < 30%, drift.drifted, drift.degraded
  approvals >= 1                of people other than the one who registered it
  same-data, data.training, data.evaluation, data.cutoff, baseline, card
                                what has to be there
Operators: >= > <= < = !=. All rules have to hold; a tie passes >=. What is not
there cannot be compared, which is exit 2 and never a pass.
`
