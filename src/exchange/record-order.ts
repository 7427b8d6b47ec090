import type { ModelRecord, VersionRecord } from './model-records.ts'
import type { ExchangeRecord } from './records.ts'

/**
 * Refuses records that come twice or before what they are of: an experiment before its runs, a run before its points, a
 * model right before its versions. `damaged` makes the error of a sentence.
 */
export function orderOfRecords(damaged: (what: string) => Error): (record: ExchangeRecord) => void {
  const seen = new Set<string>()
  let model: string | undefined
  const once = (key: string, what: string) => {
    if (seen.has(key)) throw damaged(`it holds ${what} twice`)
    seen.add(key)
  }
  const ofModel = (record: ModelRecord | VersionRecord) => {
    if (record.type === 'model') {
      once(`model ${record.name}`, `the model "${record.name}"`)
      model = record.name
      return
    }
    const what = `${record.model}/${record.version}`
    if (record.model !== model) throw damaged(`${what} is of no model in it`)
    once(`version ${what}`, what)
    for (const alias of record.aliases) once(`alias ${record.model}@${alias}`, `${record.model}@${alias}`)
  }
  return record => {
    if (record.type === 'model' || record.type === 'version') {
      ofModel(record)
    } else if (record.type === 'experiment') {
      once(`experiment ${record.name}`, `the experiment "${record.name}"`)
    } else if (record.type === 'run') {
      once(`run ${record.id}`, `the run ${record.id}`)
      if (!seen.has(`experiment ${record.experiment}`))
        throw damaged(`run ${record.id} is of no experiment in it`)
    } else if (!seen.has(`run ${record.run}`)) {
      throw damaged(`it holds metrics of the run ${record.run}, which is not in it`)
    }
  }
}
