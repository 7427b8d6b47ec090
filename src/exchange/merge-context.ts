/** What merging has to know besides the records. */
export interface MergeContext {
  readonly actor: string
  readonly nowMs: number
  /** What the records come from, for the audit: a kind, and what tells this one from others. */
  readonly source: Readonly<Record<string, string>>
  /** The stages that a model may be in here, and the one in which a version begins. */
  stages(model: string): { readonly first: string; readonly names: readonly string[] }
}
