#!/usr/bin/env node
// Node's own word for "I crashed" is exit 1, and 1 is mlreg's word for "drift". So the status is 2 from the first
// line on, every way to fail ends in 2, and only a settled answer sets another one. Nothing here calls process.exit
// after output, which would cut it off in a pipe, and no signal is handled: a killed mlreg is really killed. Only
// `mlreg run` hears signals, for the command that it runs, and then dies of the one that the command died of, and
// `mlreg card edit` leaves Ctrl-C to the editor that has the terminal.
const { readFileSync, writeSync } = require('node:fs')
const { constants } = require('node:os')
const { join } = require('node:path')
const { quickStart } = require('./quick-start.js')

process.exitCode = 2
let settled = false

process.on('uncaughtException', crash)
process.on('unhandledRejection', crash)
process.on('exit', () => {
  if (!settled) say('mlreg: ended before there was an answer\nhint: this is a bug in mlreg: please report it')
})

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`mlreg: needs Node.js 20 or newer, and this is ${process.version}`)
} else if (process.argv.length === 3 && (process.argv[2] === '--version' || process.argv[2] === '-V')) {
  printVersion()
} else {
  start()
}

// Loads nothing: asking for the version is how scripts probe whether a tool is there.
function printVersion() {
  const { version } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8'))
  process.stdout.on('error', () => {})
  process.stdout.write(`${version}\n`, error => {
    if (error && error.code !== 'EPIPE') fail(`mlreg: cannot write to standard output: ${error.message}`)
    else settle(0)
  })
}

async function start() {
  const argv = process.argv.slice(2)
  let main
  let io
  try {
    const program = (await quickStart(argv)) ?? (await load())
    main = program.main
    io = program.processIo(process)
  } catch (error) {
    fail(`mlreg: this installation is not complete: ${error.message.split('\n')[0]}
hint: install mlreg again, or run "npm run build" in a checkout`)
    return
  }
  const status = await main(argv, io)
  if (status < 0) dieOf(-status)
  else settle(status)
}

async function load() {
  const { main } = await import('../dist/main.js')
  const { processIo } = await import('../dist/process-io.js')
  return { main, processIo }
}

// A shell sees the difference between a status of 143 and a program that was terminated, and stops its script.
function dieOf(number) {
  settle(128 + number)
  const name = Object.keys(constants.signals).find(one => constants.signals[one] === number)
  // Takes the signal's meaning back to what the system gave it: Node ignores some of them.
  const ignore = () => {}
  if (name !== 'SIGKILL' && name !== 'SIGSTOP') process.on(name, ignore).off(name, ignore)
  process.kill(process.pid, name)
}

function settle(status) {
  settled = true
  process.exitCode = status
}

function fail(text) {
  say(text)
  settle(2)
}

// What is left running after a crash is not to be trusted, so this one exits at once.
function crash(error) {
  say(`mlreg: internal error: ${error?.stack ?? error}\nhint: this is a bug in mlreg: please report it`)
  settle(2)
  process.exit(2)
}

function say(text) {
  try {
    // A message may quote a file, and no file may give orders to a terminal.
    writeSync(2, `${text.replaceAll(/[^\n\P{Cc}]/gu, '?')}\n`)
  } catch {
    // A standard error that is gone must not change the status.
  }
}
