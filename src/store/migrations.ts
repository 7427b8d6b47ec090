/** One step from a schema to the next. A step that was released never changes. */
export interface Migration {
  /** What it brings, in a few words. */
  readonly title: string
  /** Whether an older mlreg's data keep their meaning: such a step is taken by the first command that writes. */
  readonly additive: boolean
  readonly sql: string
}

/** In order; a store's `PRAGMA user_version` is how many of them it has been through. */
export const migrations: readonly Migration[] = [
  {
    title: 'experiments, runs and artifacts',
    additive: true,
    sql: `
CREATE TABLE experiments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  lifecycle TEXT NOT NULL DEFAULT 'active' CHECK (lifecycle IN ('active', 'deleted')),
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL,
  deleted_ms INTEGER
) STRICT;

CREATE TABLE experiment_tags (
  experiment INTEGER NOT NULL REFERENCES experiments (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (experiment, key)
) STRICT, WITHOUT ROWID;

-- id orders runs by when they were recorded, whatever the clock said. command, git, environment and resources are JSON.
CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT NOT NULL UNIQUE,
  experiment INTEGER NOT NULL REFERENCES experiments (id),
  name TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED')),
  start_ms INTEGER NOT NULL,
  end_ms INTEGER,
  user TEXT NOT NULL,
  lifecycle TEXT NOT NULL DEFAULT 'active' CHECK (lifecycle IN ('active', 'deleted')),
  deleted_ms INTEGER,
  parent TEXT,
  command TEXT,
  exit_code INTEGER,
  exit_signal TEXT,
  git TEXT,
  environment TEXT,
  resources TEXT,
  heartbeat_ms INTEGER
) STRICT;
CREATE INDEX runs_by_experiment ON runs (experiment, start_ms);
CREATE INDEX runs_by_start ON runs (start_ms);
CREATE INDEX runs_by_name ON runs (name);
CREATE INDEX runs_by_parent ON runs (parent) WHERE parent IS NOT NULL;

CREATE TABLE params (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE tags (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run, key)
) STRICT, WITHOUT ROWID;

-- SQLite keeps neither NaN nor the sign of zero: such a value is 0 and one of the marks. The key is all of a point, so
-- that a point logged again is the same point.
CREATE TABLE metrics (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  step INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,
  value REAL NOT NULL,
  is_nan INTEGER NOT NULL DEFAULT 0 CHECK (is_nan IN (0, 1)),
  is_negative_zero INTEGER NOT NULL DEFAULT 0 CHECK (is_negative_zero IN (0, 1)),
  PRIMARY KEY (run, key, step, time_ms, value, is_nan, is_negative_zero)
) STRICT, WITHOUT ROWID;

-- Of each metric the greatest point by (step, time_ms, value): what lists show and filters compare.
CREATE TABLE latest_metrics (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  step INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,
  value REAL NOT NULL,
  is_nan INTEGER NOT NULL DEFAULT 0,
  is_negative_zero INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX latest_metrics_by_key ON latest_metrics (key, value);

CREATE TABLE blobs (
  digest TEXT PRIMARY KEY CHECK (length(digest) = 64),
  bytes INTEGER NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- name_key is the name as a file system sees it that knows neither case nor Unicode's ways to write a letter.
CREATE TABLE artifacts (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  name_key TEXT NOT NULL,
  digest TEXT NOT NULL REFERENCES blobs (digest),
  media_type TEXT,
  created_ms INTEGER NOT NULL,
  PRIMARY KEY (run, path),
  UNIQUE (run, name_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX artifacts_by_digest ON artifacts (digest);

-- What a run read. schema and column_digests are JSON; profile is a blob: a drift profile of the same rows.
CREATE TABLE data_inputs (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  context TEXT NOT NULL,
  digest TEXT NOT NULL,
  bytes INTEGER,
  rows INTEGER,
  columns INTEGER,
  schema TEXT,
  column_digests TEXT,
  source TEXT,
  cutoff TEXT,
  profile TEXT REFERENCES blobs (digest),
  created_ms INTEGER NOT NULL,
  UNIQUE (run, name, digest, context)
) STRICT;
CREATE INDEX data_inputs_by_digest ON data_inputs (digest);

-- Who did what, and why. Each hash covers the row and the hash before it: a row changed later shows.
CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  time_ms INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  details TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_subject ON events (kind, subject);

INSERT INTO experiments (id, name, created_ms, updated_ms)
VALUES (0, 'Default', unixepoch() * 1000, unixepoch() * 1000);
`,
  },
  {
    title: 'pins, which hold back the collection of garbage',
    additive: true,
    sql: `
-- Somebody is copying the store, and was still at it at heartbeat_ms: nothing is to be collected.
CREATE TABLE pins (
  id TEXT PRIMARY KEY,
  purpose TEXT NOT NULL,
  heartbeat_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
  },
  {
    title: 'models, their versions, aliases, approvals and checks',
    additive: true,
    sql: `
-- last_version only grows, and a deleted model keeps its row: a number means one version for ever.
CREATE TABLE models (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  description TEXT NOT NULL DEFAULT '',
  last_version INTEGER NOT NULL DEFAULT 0,
  lifecycle TEXT NOT NULL DEFAULT 'active' CHECK (lifecycle IN ('active', 'deleted')),
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE model_tags (
  model INTEGER NOT NULL REFERENCES models (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (model, key)
) STRICT, WITHOUT ROWID;

-- run_id stays what it was, whatever became of the run. root is the name of the model's file or directory, digest is of
-- that file, or of the list of the files below. mlmodel, baseline_data and drift (how data are compared with the
-- baseline) are JSON; baseline and card are blobs. moved_ms is the machine's own clock, whatever time was given: a
-- command that began before it did not know that the version had left left_stage, or was deleted.
CREATE TABLE versions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  model INTEGER NOT NULL REFERENCES models (id) ON DELETE CASCADE,
  version INTEGER NOT NULL CHECK (version > 0),
  stage TEXT NOT NULL,
  staged_ms INTEGER NOT NULL,
  left_stage TEXT,
  moved_ms INTEGER NOT NULL DEFAULT 0,
  run_id TEXT,
  source TEXT NOT NULL,
  root TEXT NOT NULL,
  digest TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  mlmodel TEXT,
  baseline TEXT REFERENCES blobs (digest),
  baseline_data TEXT,
  drift TEXT,
  card TEXT REFERENCES blobs (digest),
  created_ms INTEGER NOT NULL,
  user TEXT NOT NULL,
  lifecycle TEXT NOT NULL DEFAULT 'active' CHECK (lifecycle IN ('active', 'deleted')),
  deleted_ms INTEGER,
  UNIQUE (model, version)
) STRICT;
CREATE INDEX versions_by_run ON versions (run_id) WHERE run_id IS NOT NULL;
CREATE INDEX versions_by_stage ON versions (model, stage);

CREATE TABLE version_files (
  version INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  digest TEXT NOT NULL REFERENCES blobs (digest),
  media_type TEXT,
  PRIMARY KEY (version, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX version_files_by_digest ON version_files (digest);

CREATE TABLE version_tags (
  version INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (version, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE aliases (
  model INTEGER NOT NULL REFERENCES models (id) ON DELETE CASCADE,
  alias TEXT NOT NULL,
  version INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
  PRIMARY KEY (model, alias)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_by_version ON aliases (version);

-- What somebody decided on a version for a stage; of one actor the last word counts.
CREATE TABLE approvals (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  version INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
  stage TEXT NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('approved', 'rejected')),
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  time_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX approvals_by_version ON approvals (version);

-- Comparisons of data with a version's baseline. summary is JSON; report is a blob.
CREATE TABLE checks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  version INTEGER NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
  time_ms INTEGER NOT NULL,
  actor TEXT NOT NULL,
  run_id TEXT,
  verdict TEXT NOT NULL,
  summary TEXT NOT NULL,
  report TEXT REFERENCES blobs (digest)
) STRICT;
CREATE INDEX checks_by_version ON checks (version, id);
`,
  },
]
