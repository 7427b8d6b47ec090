/** A string as an SQL literal: user text reaches SQL only through this and `identifier`. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A column or relation name as a quoted SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A list of strings as `('a', 'b')`. */
export function literals(texts: readonly string[]): string {
  return `(${texts.map(literal).join(', ')})`
}

/**
 * A path for `read_parquet` and its siblings. They read glob characters, and we have expanded the globs already, so
 * each such character becomes a class of itself.
 */
function pathLiteral(path: string): string {
  return literal(path.replace(/[*?[]/g, '[$&]'))
}

/** Several paths as the list these functions take. */
export function pathLiterals(paths: readonly string[]): string {
  return `[${paths.map(pathLiteral).join(', ')}]`
}
