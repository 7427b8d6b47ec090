export const mask = '***'

const words =
  'password|passwd|passphrase|pwd|secret|credentials?|api[-_]?key|access[-_]?key|private[-_]?key|secret[-_]?key|auth|jwt'
// A tokenizer's pad_token and max_tokens are settings, and no secrets.
const tokens =
  '(?:access|api|auth|bearer|deploy|github|gitlab|hf|id|job|oauth|refresh|session|wandb)[-_]?token'
const secretFlag = new RegExp(`^(?:.*[-_])?(?:${words}|${tokens})$|^token$`, 'i')
const secretVariable =
  /passw|passphrase|secret|credential|token|api_?key|access_?key|private_?key|auth|jwt|cookie|session_?key|webhook|slack|smtp|_pwd$|_dsn$/i

/** Whether what stands after a flag or before an equals sign names a secret: `--db-password`, `HF_TOKEN`. */
function isSecretFlag(name: string): boolean {
  return secretFlag.test(name)
}

/** Whether the name of a variable promises a secret. Wider than for flags: one too many masked does no harm. */
export function isSecretVariable(name: string): boolean {
  return secretVariable.test(name)
}

/** An address without the password in it: `https://me:***@host/path`. */
export function withoutCredentials(text: string): string {
  return (
    text
      .replaceAll(/([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*):[^\s/@]+@/gi, `$1:${mask}@`)
      // A token alone before the @, as https://ghp_abc@github.com has it; a user's name may stay.
      .replaceAll(/(https?:\/\/)[^\s/:@]{20,}@/gi, `$1${mask}@`)
  )
}

/** The values of variables that are secrets, so that they can be found wherever else they stand. */
function secretValues(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && value.length >= 8 && isSecretVariable(name) && !/^[/~.]/.test(value)
      ? [value]
      : [],
  )
}

/** A text without the passwords in its addresses and without any value of a secret variable. */
export function masked(text: string, env: Readonly<Record<string, string | undefined>>): string {
  return secretValues(env).reduce((rest, value) => rest.replaceAll(value, mask), withoutCredentials(text))
}

/** A command line whose secrets are masked: after a flag that names one, and wherever a secret variable's value is. */
export function maskedCommand(
  command: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  let isValue = false
  return command.map((word, i) => {
    const [, name, value] = /^(-{0,2}[\w.-]+)=(.*)$/s.exec(word) ?? []
    const wasValue = isValue
    isValue = i > 0 && value === undefined && word.startsWith('-') && isSecretFlag(word.replace(/^-+/, ''))
    if (wasValue && !word.startsWith('-')) return mask
    if (name !== undefined && value !== '' && isSecretFlag(name.replace(/^-+/, ''))) return `${name}=${mask}`
    return masked(word, env)
  })
}
