/** Numbers that look random and are the same every time: a Lehmer generator with the multiplier of MINSTD. */
export function randomNumbers(seed: number) {
  let state = seed
  const uniform = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
  return { uniform, normal }
}

export function draws<Value>(length: number, draw: () => Value): Value[] {
  return Array.from({ length }, draw)
}
