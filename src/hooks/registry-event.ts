/** What was done to a version, or came out of looking at it: what hooks and webhooks are told. */
export interface RegistryEvent {
  readonly event: 'register' | 'promote' | 'refuse' | 'rollback' | 'check'
  readonly timeMs: number
  readonly actor: string
  readonly model: string
  readonly version: number
  /** The id of the run that the version comes from, and what tells its bytes from others'. */
  readonly run: string | null
  readonly digest: string
  /** Stages; both null where none changes. Of a refusal the one that was asked for. */
  readonly from: string | null
  readonly to: string | null
  readonly reason: string | null
  /** Whether something that spoke against it was overruled. */
  readonly forced: boolean
  /** Why it was not done, one sentence each. */
  readonly refusals: readonly string[]
  /** Versions of the model that had to make room. */
  readonly archived: readonly number[]
  /** Of a check: what came out. */
  readonly check: Readonly<Record<string, unknown>> | null
  /** The store's directory. */
  readonly store: string
}

/** The JSON contract, `mlreg.event/1`, in schemas/event.schema.json. */
export function eventDocument(event: RegistryEvent): Record<string, unknown> {
  const { event: name, timeMs, ...rest } = event
  return {
    schema: 'mlreg.event/1',
    text: eventText(event),
    event: name,
    time: new Date(timeMs).toISOString(),
    ...rest,
  }
}

/** One sentence for people. */
function eventText(event: RegistryEvent): string {
  const { model, version, actor, from, to, reason, forced, refusals, archived } = event
  const reference = `${model}/${version}`
  const why = reason === null ? '' : `: ${reason}`
  const room =
    archived.length === 0 ? '' : `, in the place of ${archived.map(one => `${model}/${one}`).join(', ')}`
  switch (event.event) {
    case 'register':
      return `${reference} was registered by ${actor}${why}`
    case 'promote':
      return `${reference} was ${forced ? 'forced' : 'promoted'} from ${from} to ${to} by ${actor}${room}${why}`
    case 'refuse':
      return `${reference} was refused for ${to}: ${refusals.join('; ')} (asked for by ${actor}${why})`
    case 'rollback':
      return `${to} of ${model} was rolled back to ${reference} by ${actor}${room}${why}`
    case 'check':
      return checkText(event)
  }
}

function checkText({ model, version, check }: RegistryEvent): string {
  const { verdict, drifted, compared, data } = check as {
    readonly verdict: string
    readonly drifted: number
    readonly compared: number
    readonly data: { readonly name: string }
  }
  const found = `${drifted} of ${compared} columns drifted`
  return `${model}/${version} was checked with ${data.name}: ${verdict.replaceAll(',', ', ')} (${found})`
}
