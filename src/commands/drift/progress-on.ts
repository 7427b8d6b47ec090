import type { Io } from '../../io.ts'

/** A command that answers within this many milliseconds shows no progress. */
const patience = 500

export interface Progress {
  say(what: string): void
  end(): void
}

/** One line on a terminal's stderr, overwritten as the work goes on and wiped at its end; nothing elsewhere. */
export function progressOn(io: Io, shown: boolean): Progress {
  if (!shown || !io.stderrIsTerminal || io.env.CI) return { say: () => {}, end: () => {} }
  let current = ''
  let visible = false
  const show = () => io.stderr(`\r\u001b[K${current}`)
  const timer = setTimeout(() => {
    visible = true
    show()
  }, patience)
  return {
    say(what) {
      current = `${what} …`
      if (visible) show()
    },
    end() {
      clearTimeout(timer)
      if (visible) io.stderr('\r\u001b[K')
    },
  }
}
