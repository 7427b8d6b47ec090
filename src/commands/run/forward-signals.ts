import type { Io } from '../../io.ts'
import { GroupCanary } from './group-canary.ts'

const ends: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']
const others: readonly NodeJS.Signals[] = ['SIGUSR1', 'SIGUSR2']

export interface Forwarding {
  /** The signals heard so far that are meant to end the command. */
  readonly heard: readonly NodeJS.Signals[]
  readonly stop: () => void
}

/**
 * Hears signals in place of dying of them, and sends each to the command once: not again when it reached the whole
 * group, and with it the command. With `ignoreHangup` a terminal may go away.
 */
export function forwardSignals(
  { onSignal, stdinIsTerminal }: Pick<Io, 'onSignal' | 'stdinIsTerminal'>,
  kill: (signal: NodeJS.Signals) => void,
  ignoreHangup: boolean,
): Forwarding {
  const canary = new GroupCanary()
  const heard: NodeJS.Signals[] = []
  const hear = async (signal: NodeJS.Signals) => {
    if (signal === 'SIGHUP' && ignoreHangup) return
    if (ends.includes(signal)) heard.push(signal)
    const isEverywhere = await canary.hears(signal)
    const isOfTerminal = stdinIsTerminal && (signal === 'SIGINT' || signal === 'SIGQUIT')
    if (!(isEverywhere ?? isOfTerminal)) kill(signal)
  }
  const stops = [...ends, ...others].map(signal => onSignal(signal, () => void hear(signal)))
  canary.start()
  return {
    heard,
    stop: () => {
      for (const stop of stops) stop()
      canary.stop()
    },
  }
}
