import { statfsSync } from 'node:fs'

// f_type of statfs(2), from linux/magic.h.
const names: Readonly<Record<number, string>> = {
  26985: 'NFS',
  4283649346: 'CIFS',
  4266872130: 'SMB2',
  20859: 'SMB',
  16914839: '9p',
  1702057286: 'FUSE',
  198183888: 'Lustre',
  1196443219: 'GPFS',
}

/** The name of the network file system that a directory is on; undefined on a local one and where it is not known. */
export function networkFileSystem(
  directory: string,
  typeOf: (path: string) => number = path => statfsSync(path).type,
): string | undefined {
  // 32-bit kernels and some others give the number with its sign.
  return names[typeOf(directory) >>> 0]
}
