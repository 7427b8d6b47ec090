import { readdir, readFile } from 'node:fs/promises'
import {
  arch,
  availableParallelism,
  cpus,
  hostname,
  release,
  type as systemName,
  totalmem,
  userInfo,
} from 'node:os'
import { join } from 'node:path'

type Facts = Readonly<Record<string, unknown>>

/** Host, user, operating system, hardware and driver, all of it from files. */
export async function captureMachine(): Promise<Facts> {
  const [distribution, driver, gpus] = await Promise.all([distributionName(), nvidiaDriver(), nvidiaGpus()])
  return {
    host: hostname(),
    user: loginName(),
    os: { name: systemName(), release: release(), arch: arch(), distribution },
    hardware: { cpus: availableParallelism(), cpu: cpus()[0]?.model ?? null, memoryBytes: totalmem(), gpus },
    ...(driver === null ? {} : { driver }),
  }
}

function loginName(): string | null {
  try {
    return userInfo().username
  } catch {
    // A container may run under a number that has no name.
    return null
  }
}

async function distributionName(): Promise<string | null> {
  return /^PRETTY_NAME="?([^"\n]*)/m.exec(await textOf('/etc/os-release'))?.[1] ?? null
}

async function nvidiaDriver(): Promise<string | null> {
  return (await textOf('/proc/driver/nvidia/version')).split('\n')[0] || null
}

async function nvidiaGpus(): Promise<string[]> {
  const directory = '/proc/driver/nvidia/gpus'
  const names = (await readdir(directory).catch(() => [])).sort()
  const texts = await Promise.all(names.map(name => textOf(join(directory, name, 'information'))))
  return texts.map(text => /^Model:\s*(.*)$/m.exec(text)?.[1] ?? 'unknown')
}

async function textOf(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch(() => '')
}
