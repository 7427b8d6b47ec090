import { basename, join } from 'node:path'
import { directories, filesBelow, isFile, type Meta, metaOf, pairs, textOf } from './mlflow-folder-files.ts'
import { deletedStage, type MlflowModel, type MlflowVersion } from './mlflow-source.ts'

/** The registered models of a folder: a directory each, with one for each version. */
export function* registeredModels(directory: string): Generator<MlflowModel> {
  for (const place of directories(directory)) {
    if (isFile(join(place, 'meta.yaml'))) yield modelOf(place)
  }
}

function modelOf(place: string): MlflowModel {
  const meta = metaOf(place)
  const versions = directories(place)
    .filter(one => /^version-\d+$/.test(basename(one)) && isFile(join(one, 'meta.yaml')))
    .map(versionOf)
    .sort((a, b) => a.version - b.version)
  return {
    ...commonParts(meta),
    name: String(meta.name ?? basename(place)),
    tags: pairs(join(place, 'tags')),
    aliases: filesBelow(join(place, 'aliases')).map(({ name, path }) => [name, Number(textOf(path).trim())]),
    lastVersion: versions.at(-1)?.version ?? 0,
    versions: versions.filter(({ stage }) => stage !== deletedStage),
  }
}

function versionOf(place: string): MlflowVersion {
  const meta = metaOf(place)
  return {
    ...commonParts(meta),
    version: Number(basename(place).slice('version-'.length)),
    stage: String(meta.current_stage ?? 'None'),
    user: textIn(meta.user_id),
    runId: textIn(meta.run_id),
    source: textIn(meta.source),
    storageLocation: textIn(meta.storage_location),
    tags: pairs(join(place, 'tags')),
  }
}

function commonParts(meta: Meta) {
  return {
    description: textIn(meta.description),
    createdMs: (meta.creation_timestamp ?? null) as number | null,
    updatedMs: (meta.last_updated_timestamp ?? null) as number | null,
  }
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
