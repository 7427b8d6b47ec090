import type { Hooks } from '../config/read-registry.ts'
import type { Io } from '../io.ts'
import { eventDocument, type RegistryEvent } from './registry-event.ts'
import { runHook } from './run-hook.ts'
import { sendWebhook, webhookOf } from './send-webhook.ts'

/** A try to deliver takes no longer, however long a hook may take. */
const longestTryMs = 10_000

/** Hooks that run mlreg have hooks of their own; a ring of them ends here. */
const deepest = 5

/**
 * Tells the user's hook and webhook what was done, side by side, and gives a sentence for each that failed. Never throws:
 * what was done stays done, and is told as done.
 */
export async function announce(io: Io, hooks: Hooks, event: RegistryEvent): Promise<readonly string[]> {
  const [ran, sent] = await Promise.all([hookTrouble(io, hooks, event), webhookTrouble(io, hooks, event)])
  return [
    ...(ran === undefined ? [] : [`the hook post-${event.event} ${ran}`]),
    ...(sent === undefined ? [] : [`the webhook was not told: ${sent}`]),
  ]
}

async function hookTrouble(io: Io, hooks: Hooks, event: RegistryEvent): Promise<string | undefined> {
  const { commands, directory, timeoutMs } = hooks
  const command = commands[`post-${event.event}`]
  if (command === undefined || command.trim() === '') return undefined
  const depth = Number(io.env.MLREG_HOOK_DEPTH) || 0
  if (depth >= deepest) return `was not run: hooks ran hooks, ${deepest} deep`
  const { model, version, from, to, store } = event
  const env = {
    ...io.env,
    MLREG_EVENT: event.event,
    MLREG_MODEL: model,
    MLREG_VERSION: String(version),
    MLREG_FROM: from ?? '',
    MLREG_TO: to ?? '',
    MLREG_STORE: store,
    MLREG_HOOK_DEPTH: String(depth + 1),
  }
  const input = `${JSON.stringify(eventDocument(event))}\n`
  return await runHook(io, { command, input, env, cwd: directory, timeoutMs })
}

async function webhookTrouble(
  io: Io,
  { timeoutMs }: Hooks,
  event: RegistryEvent,
): Promise<string | undefined> {
  try {
    const webhook = webhookOf(io)
    if (webhook === undefined) return undefined
    const document = eventDocument(event)
    const body = JSON.stringify({ ...document, text: slackText(String(document.text)) })
    const tryMs = Math.min(timeoutMs, longestTryMs)
    return await sendWebhook(webhook, { body, event: event.event, timeoutMs: tryMs })
  } catch (error) {
    return (error as Error).message
  }
}

/** What has a meaning of its own in a message to Slack: a name must not call a channel. */
function slackText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
