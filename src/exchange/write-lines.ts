import { open } from 'node:fs/promises'

const bufferCharacters = 2 ** 18

/** Writes texts to a file that does not exist yet, many at once. Gives how many there were. */
export async function writeLines(path: string, lines: Iterable<string>): Promise<number> {
  const file = await open(path, 'wx', 0o644)
  try {
    let [count, buffered] = [0, '']
    for (const line of lines) {
      buffered += line
      count++
      if (buffered.length < bufferCharacters) continue
      await file.writeFile(buffered)
      buffered = ''
    }
    await file.writeFile(buffered)
    return count
  } finally {
    await file.close()
  }
}
