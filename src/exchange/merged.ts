/** What merging did. */
export interface Merged extends MergedModels {
  /** Made. */
  experiments: number
  /** New ones. */
  runs: number
  /** Of runs that were there: that got something they did not have, that had it all, and that are deleted here. */
  changed: number
  same: number
  deleted: number
  /** Tags that have another value here, which they keep. */
  tagsKept: number
}

/** What merging did to models. */
export interface MergedModels {
  /** Made. */
  models: number
  /** New ones. */
  versions: number
  /** Of versions that were there: that got something they did not have, that had it all, and that are deleted here. */
  changedVersions: number
  sameVersions: number
  deletedVersions: number
  /** Versions that are in another stage than where they come from. */
  stagesKept: number
  /** Aliases that do not name the version here that they name there. */
  aliasesKept: number
}

/** Before anything is. */
export function nothingMerged(): Merged {
  return {
    experiments: 0,
    runs: 0,
    changed: 0,
    same: 0,
    deleted: 0,
    tagsKept: 0,
    models: 0,
    versions: 0,
    changedVersions: 0,
    sameVersions: 0,
    deletedVersions: 0,
    stagesKept: 0,
    aliasesKept: 0,
  }
}
