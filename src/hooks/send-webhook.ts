import { createHmac, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { Io } from '../io.ts'

export interface Webhook {
  readonly url: string
  /** What signs the body. */
  readonly secret: string | undefined
}

export interface Delivery {
  /** JSON. */
  readonly body: string
  readonly event: string
  /** Of one try. */
  readonly timeoutMs: number
  /** Before the second try; twice that before the third. */
  readonly backoffMs?: number
}

const tries = 3

/**
 * The webhook that the environment names, and no settings file: `MLREG_WEBHOOK_URL`, signed where there is a
 * `MLREG_WEBHOOK_SECRET`, or files of both named by `…_FILE`. Throws for a file that cannot be read.
 */
export function webhookOf({ env }: Pick<Io, 'env'>): Webhook | undefined {
  const url = secretOf(env, 'MLREG_WEBHOOK_URL')
  return url === undefined ? undefined : { url, secret: secretOf(env, 'MLREG_WEBHOOK_SECRET') }
}

function secretOf(env: Io['env'], name: string): string | undefined {
  const file = env[`${name}_FILE`]
  const text = env[name] || (file ? readFileSync(file, 'utf8') : undefined)
  return text?.trim() || undefined
}

/**
 * Posts a body and gives what went wrong, if anything. What may be better in a moment is tried again: no connection, no
 * answer in time, 429 and 5xx. The URL may be a secret, so that only its origin is ever told.
 */
export async function sendWebhook({ url, secret }: Webhook, delivery: Delivery): Promise<string | undefined> {
  const named = parsed(url)
  if (named === undefined) return 'MLREG_WEBHOOK_URL is no http or https URL'
  const { target, authorization } = named
  const headers = {
    ...(authorization === undefined ? {} : { authorization }),
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'mlreg',
    'x-mlreg-event': delivery.event,
    'x-mlreg-delivery': randomUUID(),
    ...(secret === undefined
      ? {}
      : { 'x-mlreg-signature-256': `sha256=${signature(delivery.body, secret)}` }),
  }
  let backoff = delivery.backoffMs ?? 500
  for (let left = tries - 1; ; left--) {
    const { trouble, isLasting } = await post(target, headers, delivery)
    if (trouble === undefined) return undefined
    if (isLasting || left === 0) return `${target.origin} ${trouble}${isLasting ? '' : `, ${tries} times`}`
    await wait(backoff)
    backoff *= 2
  }
}

interface Target {
  readonly target: URL
  readonly authorization?: string
}

/** `https://USER:PASSWORD@host/`, which fetch refuses, is Basic authentication (RFC 7617), as curl sends it. */
function parsed(url: string): Target | undefined {
  if (!URL.canParse(url)) return undefined
  const target = new URL(url)
  if (!/^https?:$/.test(target.protocol)) return undefined
  const { username, password } = target
  if (username === '' && password === '') return { target }
  target.username = ''
  target.password = ''
  const pair = `${unescaped(username)}:${unescaped(password)}`
  return { target, authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** HMAC-SHA256 of the body (RFC 2104), in hexadecimal, as GitHub signs its webhooks. */
function signature(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('hex')
}

interface Posted {
  readonly trouble?: string
  /** Whether the next try would end the same way. */
  readonly isLasting?: boolean
}

async function post(
  url: URL,
  headers: Record<string, string>,
  { body, timeoutMs }: Delivery,
): Promise<Posted> {
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    // What leads elsewhere is not followed: a POST would become a GET.
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
    await response.body?.cancel()
    if (response.ok) return {}
    const { status } = response
    return { trouble: `answered ${status}`, isLasting: status < 500 && status !== 429 }
  } catch (error) {
    const { name, cause } = error as Error
    if (name === 'TimeoutError') return { trouble: `did not answer within ${timeoutMs / 1000} s` }
    const code = (cause as NodeJS.ErrnoException | undefined)?.code
    return { trouble: `cannot be reached${code === undefined ? '' : ` (${code})`}` }
  }
}
