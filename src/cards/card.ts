import { isTable } from '../config/setting-texts.ts'
/** A second-level heading and what stands below it, up to the next one. */
export interface CardSection {
  readonly title: string
  /** Without the generated blocks and comments: what somebody wrote. */
  readonly text: string
  /** The line of the heading, from 1. */
  readonly line: number
}

/** A model card that could be read: Markdown below YAML front matter. */
export interface Card {
  /** All of it, with line feeds alone. */
  readonly text: string
  readonly frontMatter: Readonly<Record<string, unknown>>
  /** What stands between the lines of ---, comments and all. */
  readonly yaml: string
  /** The Markdown below the front matter. */
  readonly body: string
  readonly sections: readonly CardSection[]
}

/** What mlreg itself keeps in the front matter; hubs leave other programs' keys alone. */
export function ownFields({ frontMatter }: Pick<Card, 'frontMatter'>): Record<string, unknown> {
  return isTable(frontMatter.mlreg) ? frontMatter.mlreg : {}
}
