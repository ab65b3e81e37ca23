import type { OnnxFile } from './onnx-file.js';
import type { Field } from './protobuf.js';
import { FileBytes } from './file-bytes.js';
import { bytesKey, fieldsOf } from './protobuf.js';

const MODEL = { graph: 7 };

/**
 * Copies the file's bytes with some fields of its graph rewritten. Everything else stays byte-identical.
 * @param first fields to insert before all others
 * @param change the replacement of a field; undefined keeps it
 */
export function rewriteFields(
  { path, graph, length }: OnnxFile,
  first: readonly Buffer[],
  change: (file: FileBytes, field: Field) => Buffer | undefined,
): Buffer {
  const file = FileBytes.open(path);
  try {
    const pieces = [...first];
    let at = graph.content.start;
    const keepUntil = (end: number): void => {
      if (end > at) pieces.push(file.copy(at, end - at));
    };
    for (const field of fieldsOf(file, graph.content)) {
      const changed = change(file, field);
      if (!changed) continue;
      keepUntil(field.whole.start);
      pieces.push(changed);
      at = field.whole.end;
    }
    keepUntil(graph.content.end);
    const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const before = file.copy(0, graph.whole.start);
    const after = graph.whole.end < length ? file.copy(graph.whole.end, length - graph.whole.end) : Buffer.alloc(0);
    return Buffer.concat([before, bytesKey(MODEL.graph, size), ...pieces, after]);
  } finally {
    file.close();
  }
}
