/** What a command's help says of an operand that names a run, as `resolveRun` reads it. */
export const runOperand = 'its id, the first 4 digits of it or more, or its name'
