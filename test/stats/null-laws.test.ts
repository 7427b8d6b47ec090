import { describe, expect, it } from 'vitest'
import { andersonDarlingUpper } from '../../src/stats/anderson-darling-upper.ts'
import { cramerVonMisesUpper } from '../../src/stats/cramer-von-mises-upper.ts'
import { harmonic } from '../../src/stats/harmonic.ts'
import { kuiperUpper } from '../../src/stats/kuiper-upper.ts'
import { studentTTwoSided } from '../../src/stats/student-t-two-sided.ts'
import { expectNear, golden } from './golden.ts'

type Case = { law: string; x: number; dof: number; p: number }
const cases = golden<Case>('null-laws')

const laws = {
  'anderson-darling': andersonDarlingUpper,
  'cramer-von-mises': cramerVonMisesUpper,
  kuiper: kuiperUpper,
}

describe.each(Object.entries(laws))('the law of %s', (name, upper) => {
  it('agrees with another formula at forty digits, down to 1e-270', () => {
    const known = cases.filter(({ law }) => law === name)
    expect(known.length).toBeGreaterThan(10)
    for (const { x, p } of known) expectNear(upper(x), p, 1e-12, `${name} at ${x}`)
  })

  it('falls from 1 to 0 and never is NaN', () => {
    let before = 1
    for (const x of [
      -1, 0, 1e-300, 1e-9, 0.003, 0.03, 0.1, 0.5, 0.999, 1, 1.001, 2, 9, 50, 200, 1e3, 1e9, 1e300,
    ]) {
      const p = upper(x)
      expect(p >= 0 && p <= before, `${name} at ${x}: ${p} after ${before}`).toBe(true)
      before = p
    }
    expect(before).toBe(0)
  })
})

describe("Student's law", () => {
  it('agrees with its integral at forty digits, for 1 to 1e9 degrees of freedom', () => {
    for (const { x, dof, p } of cases.filter(({ law }) => law === 'student-t')) {
      if (p > 1e-300) expectNear(studentTTwoSided(x, dof), p, 1e-12, `t ${x}, dof ${dof}`)
    }
  })

  it('keeps the tail of Cauchy, 2/πt, and the sign of t out of it', () => {
    expectNear(studentTTwoSided(1e200, 1), 2e-200 / Math.PI, 1e-12)
    expectNear(studentTTwoSided(-1e120, 1), 2e-120 / Math.PI, 1e-12)
    expect(studentTTwoSided(0, 3)).toBe(1)
    for (const dof of [1, 30, 2e4, 1e12]) expectNear(studentTTwoSided(1e-300, dof), 1, 1e-15)
  })
})

it('harmonic sums do not show where they change over', () => {
  let [sum, squares] = [0, 0]
  for (let k = 1; k <= 400; k++) {
    sum += 1 / k
    squares += 1 / (k * k)
    expectNear(harmonic(k).sum, sum, 1e-14)
    expectNear(harmonic(k).squares, squares, 1e-14)
  }
})
