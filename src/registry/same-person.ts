interface Person {
  readonly name: string
  readonly email: string | undefined
}

/**
 * Whether two names are one person's: four eyes are not two spellings. Case, spaces, Unicode's ways to write a letter and
 * characters that do not show make no difference. `Ann <ann@x>` and `A. Lee <ann@x>` are one by the address; where one has
 * no address, the name decides.
 */
export function isSamePerson(a: string, b: string): boolean {
  const [one, other] = [personOf(a), personOf(b)]
  if (one.email !== undefined && other.email !== undefined) return one.email === other.email
  return one.name === other.name || one.name === other.email || one.email === other.name
}

function personOf(actor: string): Person {
  const plain = actor
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .toLowerCase()
  const [, name = '', email] = /^(.*?)\s*<\s*([^<>\s]+)\s*>$/.exec(plain) ?? []
  return email === undefined ? { name: plain, email: undefined } : { name, email }
}
