import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numericProfile } from '../../src/profile/numeric-profile.ts'
import { ecdfDistance } from '../../src/stats/ecdf-distance.ts'
import { kernelsOver, withRooms } from '../../src/stats/kernels.ts'
import { follow, latticePathHit } from '../../src/stats/lattice-path-hit.ts'
import { moments } from '../../src/stats/moments.ts'

const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -3, max: 3, noNaN: true }),
  fc.integer({ min: -3, max: 3 }),
)
const sample = fc.array(value, { minLength: 1, maxLength: 200 })
const profileOf = (values: readonly number[]) => numericProfile(Float64Array.from(values))

test('in kernel memory and outside of it every figure is the same to the last bit', () => {
  fc.assert(
    fc.property(sample, sample, (a, b) => {
      const [before, after] = [profileOf(a), profileOf(b)]
      expect(kernelsOver(before.ecdf)).toBeUndefined()
      withRooms([a.length, b.length], ([roomA, roomB]) => {
        const held = [
          numericProfile(Float64Array.from(a), roomA),
          numericProfile(Float64Array.from(b), roomB),
        ] as const
        expect(kernelsOver(held[0].ecdf, held[1].ecdf)).toBeDefined()
        expect(held).toEqual([before, after])
        expect(ecdfDistance(held[0].ecdf, held[1].ecdf)).toEqual(ecdfDistance(before.ecdf, after.ecdf))
        expect(moments(held[0].ecdf)).toEqual(moments(before.ecdf))
      })
    }),
  )
})

test('nothing takes the memory that is in use', () => {
  withRooms([3], ([room]) => {
    const { ecdf } = numericProfile(Float64Array.of(3, 1, 2), room)
    profileOf(Array.from({ length: 1_000_000 }, (_, i) => -i))
    withRooms([1], rooms => expect(rooms).toEqual([undefined]))
    expect([...ecdf.values, ...ecdf.cumulative]).toEqual([1, 2, 3, 1, 2, 3])
  })
})

test('a column that does not fit has no room, and its neighbours none either', () => {
  withRooms([1, 2 ** 28], rooms => expect(rooms).toEqual([undefined, undefined]))
})

test('a lattice path hits as often in a kernel as without one', () => {
  const size = fc.integer({ min: 1, max: 300 })
  fc.assert(
    fc.property(size, size, fc.double({ min: 0, max: 1, noNaN: true }), (n, m, share) => {
      const reach = Math.ceil(share * n * m)
      expect(latticePathHit(n, m, reach)).toBe(follow(n, m, reach))
    }),
  )
})
