import type { ModelEvent } from './model-events.ts'

/** Events that tell of a version that came into a stage; of anything else `to` is no stage, or only a wish. */
const moves: readonly string[] = ['register', 'import', 'promote', 'archive', 'rollback']

/** Whether an event put a version into a stage. */
function isMove(event: ModelEvent): event is ModelEvent & { version: number; to: string } {
  const { action, version, to, refused } = event
  return refused === null && version !== null && to !== null && moves.includes(action)
}

/**
 * Which versions were in a stage, as a stack of which the last is the one in it: a promotion puts one on top, a rollback
 * takes off what is above the one it returns to, and what left by itself is off. A version that was archived to make
 * room stays, which is what there is to go back to. A version may be there more than once.
 */
export function stageStack(events: readonly ModelEvent[], stage: string): number[] {
  const stack: number[] = []
  for (const event of events) {
    if (!isMove(event)) continue
    const { action, version, from, to } = event
    if (action === 'archive') continue
    if (action === 'rollback' && to === stage) {
      while (stack.length > 0 && stack.at(-1) !== version) stack.pop()
      if (stack.length === 0) stack.push(version)
    } else if (to === stage) stack.push(version)
    else if (from === stage) stack.splice(stack.lastIndexOf(version), stack.includes(version) ? 1 : 0)
  }
  return stack
}

/** What was where at a moment. */
export interface ModelState {
  /** By version. */
  readonly stages: ReadonlyMap<number, { readonly stage: string; readonly sinceMs: number }>
  /** By word. */
  readonly aliases: ReadonlyMap<string, number>
}

/** The state of one model after all events up to a time, in milliseconds since 1970, that one included. */
export function stateAt(events: readonly ModelEvent[], timeMs: number): ModelState {
  const stages = new Map<number, { stage: string; sinceMs: number }>()
  const aliases = new Map<string, number>()
  for (const event of events) {
    if (event.timeMs > timeMs || event.refused !== null) continue
    const { action, version, more } = event
    if (isMove(event)) stages.set(event.version, { stage: event.to, sinceMs: event.timeMs })
    else if (version === null) continue
    else if (action === 'delete') stages.delete(version)
    else if (action === 'alias') aliases.set(String(more.alias), version)
    else if (action === 'unalias') aliases.delete(String(more.alias))
  }
  return { stages, aliases }
}
