import { randomNumbers } from './random-numbers.ts'

/**
 * `most` of the numbers 0 to `count` - 1, ascending, every choice as likely as another and the same for the same seed;
 * all of them when there are no more. Drawn at random and not at a fixed step, which would go with any period that the
 * rows have. Source: selection sampling, Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S.
 */
export function chooseSome(count: number, most: number, seed: number): Uint32Array {
  const chosen = new Uint32Array(Math.min(count, most))
  const next = randomNumbers(seed)
  for (let i = 0, taken = 0; taken < chosen.length; i++) {
    if ((count - i) * next() < chosen.length - taken) chosen[taken++] = i
  }
  return chosen
}
