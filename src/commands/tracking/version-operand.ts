/** What a command's help says of an operand that names a version, as `resolveVersion` reads it. */
export const versionOperand = 'churn/7, churn/Production, churn/latest or churn@alias'
