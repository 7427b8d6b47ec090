/** What a CI step decides on: fine, not fine, not answered. Never 1 for a crash. */
export const Exit = { ok: 0, findings: 1, trouble: 2 } as const
