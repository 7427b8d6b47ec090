import { type Data, DataType, type RecordBatch } from 'apache-arrow'
import { ByteBuffer } from 'flatbuffers'

/**
 * apache-arrow believes what a file says of itself. A vector that claims more entries than the metadata has bytes would
 * be walked for minutes and fill the heap: FlatBuffers' own accessor is made to refuse it.
 */
export function checkMetadataLengths(): void {
  const claimed = ByteBuffer.prototype.__vector_len
  ByteBuffer.prototype.__vector_len = function (this: ByteBuffer, offset: number) {
    const length = claimed.call(this, offset)
    if (length < 0 || length > this.capacity()) throw new Error('its metadata is damaged')
    return length
  }
}

/** Past the end of its buffers apache-arrow reads nulls: a batch with fewer values than rows must not pass for that. */
export function checkBatch(batch: RecordBatch): void {
  for (const data of batch.data.children) {
    if (data === null || data.length < batch.numRows || !holdsItsRows(data)) {
      throw new Error(`a batch claims ${batch.numRows} rows and does not hold them`)
    }
  }
}

function holdsItsRows(data: Data): boolean {
  const { type, length, values, valueOffsets, nullBitmap } = data
  if (DataType.isNull(type)) return true
  if (data.nullCount > 0 && !DataType.isUnion(type) && (nullBitmap?.length ?? 0) * 8 < length) return false
  if (DataType.isBool(type)) return values.length * 8 >= length
  if (DataType.isUtf8View(type) || DataType.isBinaryView(type)) return values.length >= length * 16
  if (valueOffsets?.length) return valueOffsets.length > length
  if (DataType.isStruct(type) || DataType.isFixedSizeList(type) || DataType.isUnion(type)) return true
  return length === 0 || (values?.length ?? 0) >= length * data.stride
}
