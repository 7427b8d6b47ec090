import { Argument } from 'commander'
import type { Command, Context, Outcome } from './command.ts'
import { examples } from './help/examples.ts'

type Shell = 'bash' | 'zsh' | 'fish'

export const completion: Command = {
  declare(parent, run) {
    const command = parent
      .command('completion')
      .description('print the completion script of a shell')
      .addArgument(new Argument('<shell>', 'the shell that reads it').choices(Object.keys(scripts)))
      .action(run(runCompletion))
    examples(command, [
      'eval "$(mlreg completion bash)"  # in ~/.bashrc',
      'eval "$(mlreg completion zsh)"  # in ~/.zshrc, after compinit',
      'mlreg completion fish > ~/.config/fish/completions/mlreg.fish',
    ])
  },
}

async function runCompletion({ operands: [shell] }: Context<object, [Shell]>): Promise<Outcome> {
  return { text: scripts[shell], fine: true }
}

// Each script asks `mlreg __complete`, which prints value<TAB>meaning lines, and completes file names when there are
// none. Bash cuts words at = and : as well: the words are put together again for mlreg, and of each answer only what
// follows the last cut is given to readline. Nothing typed is ever evaluated.
const scripts: Record<Shell, string> = {
  bash: `_mlreg() {
  local rest=\${COMP_LINE:0:COMP_POINT} words=() word value current head='' i
  for ((i = 0; i <= COMP_CWORD; i++)); do
    if [[ $i -eq 0 || $rest == [[:space:]]* ]]; then
      words+=('')
      rest=\${rest#"\${rest%%[![:space:]]*}"}
    fi
    word=\${COMP_WORDS[i]}
    [[ \${#word} -gt \${#rest} ]] && word=$rest
    words[\${#words[@]}-1]+=$word
    rest=\${rest#"$word"}
  done
  current=\${words[\${#words[@]}-1]}
  [[ $COMP_WORDBREAKS == *[=:]* ]] && head=\${current%"\${current##*[=:]}"}
  COMPREPLY=()
  while IFS=$'\\t' read -r value _; do
    COMPREPLY+=("\${value#"$head"}")
  done < <("\${words[0]/#\\~\\//$HOME/}" __complete -- "\${words[@]:1}" 2>/dev/null)
  [[ \${#COMPREPLY[@]} -gt 0 && \${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
  return 0
}
complete -o default -F _mlreg mlreg
`,
  zsh: `#compdef mlreg
_mlreg() {
  local -a values meanings open
  local value meaning
  while IFS=$'\\t' read -r value meaning; do
    if [[ $value == *= ]]; then
      open+=("$value")
    else
      values+=("$value")
      meanings+=("$value\${meaning:+  -- $meaning}")
    fi
  done < <("\${(Q)words[1]/#\\~\\//$HOME/}" __complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  if (( $#values + $#open )); then
    (( $#values )) && compadd -l -d meanings -a values
    (( $#open )) && compadd -S '' -a open
  else
    compset -P '*='
    _files
  fi
}
if [[ $funcstack[1] == _mlreg ]]; then _mlreg "$@"; else compdef _mlreg mlreg; fi
`,
  fish: `function __mlreg_complete
    set -l words (commandline -opc)
    set -l answers (command $words[1] __complete -- $words[2..-1] (commandline -ct) 2>/dev/null)
    if set -q answers[1]
        string join \\n -- $answers
    else
        __fish_complete_path (string replace -r '^.*=' '' -- (commandline -ct))
    end
end
complete -c mlreg -f -a '(__mlreg_complete)'
`,
}
