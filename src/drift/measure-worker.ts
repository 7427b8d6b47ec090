import { parentPort } from 'node:worker_threads'
import { type ColumnJob, measureColumn } from './measure-column.ts'

parentPort?.on('message', (job: ColumnJob) => parentPort?.postMessage(measureColumn(job)))
