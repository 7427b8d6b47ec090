import { MlregError } from '../../errors.ts'

export function checkRunName(name: string): void {
  if (name.trim() !== '' && name.length <= 250 && !/\p{Cc}/u.test(name)) return
  throw new MlregError('bad-input', `"${name}" cannot name a run`, {
    hint: 'a name has 1 to 250 characters and no control characters',
  })
}
