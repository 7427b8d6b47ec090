import type { Style, Tone } from './report.ts'

/** Adds the colours of a tone; headings are bold as well. */
export type Paint = (text: string, tone: Tone | undefined, weight?: 'bold') => string

/** Without colour chalk is not even loaded. The level is the caller's: chalk's own guess ignores NO_COLOR. */
export async function loadPaint(level: Style['colorLevel']): Promise<Paint> {
  if (level === 0) return text => text
  const { Chalk } = await import('chalk')
  const chalk = new Chalk({ level })
  const colors: Record<Tone, (text: string) => string> = {
    plain: text => text,
    good: chalk.green,
    bad: chalk.red,
    warn: chalk.yellow,
    dim: chalk.dim,
    strong: chalk.bold,
  }
  return (text, tone = 'plain', weight) => colors[tone](weight === 'bold' ? chalk.bold(text) : text)
}
