/**
 * The whole program for `bin/`, in the order in which it answers soonest: DuckDB opens in a thread of its own while the
 * rest is put together.
 */
export async function load(argv: readonly string[]) {
  // A failure shows when the database is opened in earnest.
  if (takesWindows(argv))
    await import('./data/database.ts').then(({ openAhead }) => openAhead()).catch(() => {})
  const { main } = await import('./main.ts')
  const { processIo } = await import('./process-io.ts')
  return { main, processIo }
}

const others = /^(-h|--help|--list-tests|--memory.*)$/

/** Not for certain: a command line that is wrong has opened it for nothing. */
function takesWindows([command, ...words]: readonly string[]): boolean {
  return command === 'drift' && words.length > 1 && !words.some(word => others.test(word))
}
