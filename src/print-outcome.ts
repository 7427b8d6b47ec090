import { writeGithubOutput, writeStepSummary } from './ci/github-files.ts'
import type { Outcome } from './commands/command.ts'
import type { OutputOptions, ReportCopy } from './commands/options.ts'
import { MlregError } from './errors.ts'
import { Exit } from './exit.ts'
import type { Io } from './io.ts'
import type { Report, Style } from './report/report.ts'
import { wrapLines } from './report/wrap-lines.ts'
import { asciiOnly } from './terminal/ascii-only.ts'
import { colorLevel } from './terminal/color-level.ts'
import { escapeText } from './terminal/escape.ts'
import { messageWidth, outputWidth } from './terminal/width.ts'
import { writeWhole } from './write-whole.ts'

/** The status for an answer, after --exit-zero and --findings-exit-code. */
export function exitStatus(fine: boolean, options: OutputOptions): number {
  if (fine || options.exitZero) return Exit.ok
  return options.findingsExitCode ?? Exit.findings
}

/**
 * Writes everything an outcome has to say and gives the exit status. The status comes last: a copy that could not be
 * written is no answer. Throws the outcome's trouble when all is printed.
 */
export async function printOutcome(outcome: Outcome, options: OutputOptions, io: Io): Promise<number> {
  for (const { path, content } of outcome.files ?? []) await writeWhole(path, content, io)
  const silent = options.quiet === true && outcome.fine
  const status = outcome.trouble ? Exit.trouble : exitStatus(outcome.fine, options)
  // A cron job mails whatever is printed: a fine answer under --quiet prints nothing at all.
  if (!silent) for (const warning of outcome.warnings ?? []) await printWarning(warning, io)
  const width = outcome.wraps ? terminalStyle(options, io).width : Infinity
  if (!silent) for (const text of [outcome.text ?? []].flat()) await io.stdout(await wrapLines(text, width))
  if (outcome.report !== undefined) await printReport(outcome.report, { silent, options, io, status })
  if (outcome.trouble) throw outcome.trouble
  return outcome.ending ?? status
}

export async function printWarning(text: string, io: Io): Promise<void> {
  io.stderr(await wrapLines(`warning: ${escapeText(text)}\n`, messageWidth(io)))
}

async function printReport(
  report: Report,
  { silent, options, io, status }: Destination & { readonly status: number },
): Promise<void> {
  const copies = options.report ?? []
  // Files first: an answer on the screen and none in the file would look like one.
  for (const copy of copies.filter(isFile)) await writeCopy(report, copy, { silent, options, io })
  if (!silent) await io.stdout(await rendered(report, options.format ?? 'text', terminalStyle(options, io)))
  for (const copy of copies.filter(one => !isFile(one)))
    await writeCopy(report, copy, { silent, options, io })
  // Only a command that judges can write copies, and only a judgement is worth a line in CI.
  if (report.checks.length > 0) await tellGithub(report, status, io)
}

function isFile({ path }: ReportCopy): boolean {
  return path !== '-'
}

function terminalStyle(options: OutputOptions, io: Io): Style {
  return {
    colorLevel: colorLevel(options.color ?? 'auto', io),
    width: options.wide ? Infinity : outputWidth(options.width, io),
    ascii: options.ascii ?? asciiOnly(io),
  }
}

/** Starts loading what rendering in the format asked for takes. A failure shows when it is rendered. */
export async function preloadFormat({ format = 'text' }: OutputOptions): Promise<void> {
  const { formats } = await import('./report/formats.ts')
  await formats.find(one => one.name === format)?.load()
}

async function rendered(report: Report, name: string, style: Style): Promise<string> {
  const { formats } = await import('./report/formats.ts')
  const format = formats.find(one => one.name === name)
  if (format === undefined) throw new MlregError('usage', `there is no format "${name}"`)
  return await format.render(report, style)
}

interface Destination {
  readonly silent: boolean
  readonly options: OutputOptions
  readonly io: Io
}

async function writeCopy(
  report: Report,
  copy: ReportCopy,
  { silent, options, io }: Destination,
): Promise<void> {
  const text = await rendered(report, copy.format, fileStyle(options))
  if (isFile(copy)) await writeWhole(copy.path, text, io)
  else if (!silent) await io.stdout(text)
}

/** A file has no terminal behind it, and is the same wherever it is written. */
function fileStyle(options: OutputOptions): Style {
  return { colorLevel: 0, width: Infinity, ascii: options.ascii ?? false }
}

async function tellGithub(report: Report, status: number, io: Io): Promise<void> {
  const { env } = io
  if (!env.GITHUB_OUTPUT && !env.GITHUB_STEP_SUMMARY) return
  const findings = report.checks.filter(({ outcome }) => outcome === 'failed' || outcome === 'error').length
  writeGithubOutput(env, { verdict: report.verdict, 'exit-code': String(status), findings: String(findings) })
  if (env.GITHUB_STEP_SUMMARY)
    writeStepSummary(env, await rendered(report, 'md', fileStyle({ format: 'md' })))
}
