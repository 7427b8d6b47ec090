/** Under which heading of `mlreg --help` a command stands; any other is about the program itself. */
const groups: Readonly<Record<string, readonly string[]>> = {
  'Runs:': ['init', 'run', 'start', 'log', 'finish', 'experiments', 'runs', 'artifacts', 'get'],
  'Models:': [
    'register',
    'models',
    'gate',
    'promote',
    'rollback',
    'alias',
    'approve',
    'history',
    'card',
    'ab',
  ],
  'Store:': ['export', 'import', 'bundle', 'audit', 'fsck', 'gc', 'backup', 'restore', 'migrate'],
  'Data:': ['drift', 'profile'],
}

export function groupOf(command: string): string {
  return Object.keys(groups).find(title => groups[title]?.includes(command)) ?? 'This program:'
}
