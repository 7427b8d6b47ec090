import { createHmac } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { sendWebhook, webhookOf } from '../../src/hooks/send-webhook.ts'

interface Got {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
  readonly at: number
}

let server: Server | undefined
let got: Got[] = []

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = undefined
  got = []
})

/** A server of its own that answers the nth request as it is told; gives its URL. */
async function serve(answer: (response: ServerResponse, nth: number) => void): Promise<string> {
  const made = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', part => parts.push(part))
    request.on('end', () => {
      const { method, url, headers } = request
      got.push({ method, url, headers, body: Buffer.concat(parts).toString(), at: performance.now() })
      answer(response, got.length)
    })
  })
  server = made
  await new Promise<void>(resolve => made.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}/services/T000/secret-token`
}

const status = (code: number) => (response: ServerResponse) => void response.writeHead(code).end('answer')
const body = JSON.stringify({ text: 'churn/7 was promoted – é' })

async function send(
  url: string,
  { secret, timeoutMs = 5_000 }: { secret?: string; timeoutMs?: number } = {},
) {
  return await sendWebhook({ url, secret }, { body, event: 'promote', timeoutMs, backoffMs: 40 })
}

test('posts JSON once, with what tells deliveries apart', async () => {
  const url = await serve(status(200))
  expect(await send(url)).toBeUndefined()
  expect(got).toHaveLength(1)
  expect(got[0]).toMatchObject({
    method: 'POST',
    url: '/services/T000/secret-token',
    body,
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-mlreg-event': 'promote' },
  })
  expect(got[0]?.headers['x-mlreg-delivery']).toMatch(/^[0-9a-f-]{36}$/)
  expect(got[0]?.headers).not.toHaveProperty('x-mlreg-signature-256')
})

test('a name and a password in the URL are Basic authentication, and never told', async () => {
  const url = (await serve((response, nth) => status(nth === 1 ? 200 : 403)(response))).replace(
    '//',
    '//us%40er:p%C3%A4%zz@',
  )
  expect(await send(url)).toBeUndefined()
  expect(got[0]?.headers.authorization).toBe(`Basic ${Buffer.from('us@er:p%C3%A4%zz').toString('base64')}`)
  expect(await send(url)).toMatch(/^http:\/\/127\.0\.0\.1:\d+ answered 403$/)
  await send(url.replace('%zz', ''))
  expect(got[2]?.headers.authorization).toBe(`Basic ${Buffer.from('us@er:p\u00e4').toString('base64')}`)
})

test('signs the bytes of the body', async () => {
  const url = await serve(status(204))
  expect(await send(url, { secret: 'hush' })).toBeUndefined()
  const expected = createHmac('sha256', 'hush')
    .update(Buffer.from(got[0]?.body ?? ''))
    .digest('hex')
  expect(got[0]?.headers['x-mlreg-signature-256']).toBe(`sha256=${expected}`)
})

test.each([500, 503, 429])(
  'tries again after %d, each time a while later, and is the same delivery',
  async code => {
    const url = await serve((response, nth) => status(nth < 3 ? code : 200)(response))
    expect(await send(url)).toBeUndefined()
    expect(got).toHaveLength(3)
    expect(new Set(got.map(({ headers }) => headers['x-mlreg-delivery'])).size).toBe(1)
    const [first = 0, second = 0, third = 0] = got.map(({ at }) => at)
    expect(second - first).toBeGreaterThanOrEqual(35)
    expect(third - second).toBeGreaterThanOrEqual(75)
  },
)

test('gives up after three tries, and never tells the path of the URL', async () => {
  const url = await serve(status(502))
  const trouble = await send(url)
  expect(trouble).toBe(`${new URL(url).origin} answered 502, 3 times`)
  expect(got).toHaveLength(3)
})

test.each([400, 401, 404, 302])('%d would be the same again', async code => {
  const url = await serve(response => void response.writeHead(code, { location: '/elsewhere' }).end())
  expect(await send(url)).toBe(`${new URL(url).origin} answered ${code}`)
  expect(got).toHaveLength(1)
})

test('a server that does not answer in time is tried again', async () => {
  const url = await serve((response, nth) => {
    if (nth > 1) status(200)(response)
  })
  expect(await send(url, { timeoutMs: 300 })).toBeUndefined()
  expect(got).toHaveLength(2)
  server?.closeAllConnections()
  got = []
  const silent = await serve(() => {})
  expect(await send(silent, { timeoutMs: 150 })).toBe(
    `${new URL(silent).origin} did not answer within 0.15 s, 3 times`,
  )
})

test('one that ends the connection, or is not there', async () => {
  const url = await serve(response => void response.destroy())
  expect(await send(url)).toMatch(/cannot be reached \(.*\), 3 times$/)
  expect(got).toHaveLength(3)
  const closed = new URL(url)
  server?.close()
  await new Promise(resolve => setTimeout(resolve, 20))
  expect(await send(url)).toBe(`${closed.origin} cannot be reached (ECONNREFUSED), 3 times`)
})

test('an endless answer is not read', async () => {
  const url = await serve(response => {
    response.writeHead(200)
    const pour = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
      response.once('drain', pour)
    }
    pour()
  })
  expect(await send(url)).toBeUndefined()
})

test.each(['ftp://example.org/x', 'not a url', 'user:secret@example.org', 'javascript:1', ''])(
  '%j is no address, and is not repeated',
  async url => {
    expect(await send(url)).toBe('MLREG_WEBHOOK_URL is no http or https URL')
  },
)

test('the environment names it, or a file that the environment names', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'mlreg-url-')), 'url')
  writeFileSync(file, 'https://example.org/a\n')
  expect(webhookOf({ env: {} })).toBeUndefined()
  expect(webhookOf({ env: { MLREG_WEBHOOK_URL: '' } })).toBeUndefined()
  expect(webhookOf({ env: { MLREG_WEBHOOK_URL: 'https://example.org/b' } })).toEqual({
    url: 'https://example.org/b',
    secret: undefined,
  })
  expect(webhookOf({ env: { MLREG_WEBHOOK_URL_FILE: file, MLREG_WEBHOOK_SECRET: ' s ' } })).toEqual({
    url: 'https://example.org/a',
    secret: 's',
  })
  expect(() => webhookOf({ env: { MLREG_WEBHOOK_URL_FILE: '/no/such/file' } })).toThrow('ENOENT')
})
