// Makes `npm start` and `npm test` work on a fresh clone, after a pull and after a change of Node.js: installs what
// package-lock.json says unless it is there, and compiles the native module again when this Node.js cannot load it.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

// Not `npm ci`: it refuses a lock file that lacks the packages of other platforms, and a registry mirror may not carry
// them. What is locked is installed as locked, and the lock file is left as it is.
if (!installed()) run('npm', ['install', '--no-save'])
if (!loads()) run('npm', ['rebuild', 'better-sqlite3'])

function installed() {
  const hidden = 'node_modules/.package-lock.json'
  if (!existsSync(hidden)) return false
  const present = packages(hidden)
  return Object.entries(packages('package-lock.json')).every(
    ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
  )
}

function packages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}

function loads() {
  try {
    const program = "new (require('better-sqlite3'))(':memory:').close()"
    execFileSync(process.execPath, ['-e', program], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function run(command, words) {
  execFileSync(command, words, { stdio: 'inherit', shell: process.platform === 'win32' })
}
