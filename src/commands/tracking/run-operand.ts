/** What a command's help says of an operand that names a run, as `resolveRun` reads it. */
export const runOperand = 'its id or the first 4 digits of it, its name, or models:/NAME/VERSION'
