const adjectives =
  'amber ample bold brave brisk calm clear clever cosmic crisp dapper deft eager early fair fancy fleet fond frosty gentle glad golden grand handy happy honest humble icy jolly keen kind lively loyal lucid lucky mellow merry mild neat nimble noble open patient plain polite proud quick quiet rapid ready rosy rustic sage serene sharp silent sleek smooth solid steady sunny swift tidy upbeat warm wise'.split(
    ' ',
  )
const nouns =
  'ant auk badger bass bat bear bee bison boar bream cat civet cod colt crab crane crow deer dove duck eel egret elk ermine falcon fawn finch fox frog gecko goat goose grouse gull hare hawk heron hound ibis jay kite koala lark lemur lion llama lynx mink mole moose moth mouse newt orca otter owl panda perch pike plover puma quail raven robin'.split(
    ' ',
  )

/** A name for people, `amber-heron-417`, made of a run's id: the same id has the same name. */
export function runName(id: string): string {
  const bits = Number.parseInt(id.slice(0, 8), 16)
  const adjective = adjectives[bits % adjectives.length]
  const noun = nouns[(bits >>> 8) % nouns.length]
  return `${adjective}-${noun}-${(bits >>> 16) % 1000}`
}
