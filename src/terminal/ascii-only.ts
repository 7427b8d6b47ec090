import type { Io } from '../io.ts'

/** Whether the locale names a character set other than UTF-8. An unset locale says nothing, so marks stay. */
export function asciiOnly({ env }: Pick<Io, 'env'>): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG
  return locale !== undefined && locale !== '' && !/utf-?8/i.test(locale)
}
