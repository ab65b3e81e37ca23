import type { OnnxFile } from './onnx-file.js';
import type { Field } from './protobuf.js';
import type { FileBytes } from './file-bytes.js';
import { bytesKey, fieldsOf } from './protobuf.js';

const MODEL = { graph: 7 };

/**
 * Copies the file's bytes with some fields of its graph rewritten. Everything else stays byte-identical.
 * @param prepended fields to insert before all others
 * @param change the replacement of a field; undefined keeps it
 */
export function rewriteFields(
  { source, graph, length }: OnnxFile,
  prepended: readonly Buffer[],
  change: (file: FileBytes, field: Field) => Buffer | undefined,
): Buffer {
  const file = source.open();
  try {
    const pieces = [...prepended];
    let copiedUntil = graph.content.start;
    const copyUntil = (end: number): void => {
      if (end > copiedUntil) pieces.push(file.copy(copiedUntil, end - copiedUntil));
    };
    for (const field of fieldsOf(file, graph.content)) {
      const replacement = change(file, field);
      if (!replacement) continue;
      copyUntil(field.range.start);
      pieces.push(replacement);
      copiedUntil = field.range.end;
    }
    copyUntil(graph.content.end);
    const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const before = file.copy(0, graph.range.start);
    const after = graph.range.end < length ? file.copy(graph.range.end, length - graph.range.end) : Buffer.alloc(0);
    return Buffer.concat([before, bytesKey(MODEL.graph, size), ...pieces, after]);
  } finally {
    file.close();
  }
}
