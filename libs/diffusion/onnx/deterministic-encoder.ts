import { dirname } from 'node:path';
import type { GraphPatches, PatchedGraph } from '../sessions/patched-graph.js';
import type { FileBytes } from './file-bytes.js';
import type { Range } from './protobuf.js';
import { readNode, readText } from './node.js';
import { readOnnxFile } from './onnx-file.js';
import { bytesField, fieldsOf, varintField, WIRE } from './protobuf.js';
import { rewriteFields } from './rewrite-fields.js';

/** Operators that draw normal noise, `mean + scale·noise`. */
const DRAWING = new Set(['RandomNormal', 'RandomNormalLike']);

const GRAPH = { node: 1 };
const NODE = { attribute: 5 };
const ATTRIBUTE = { name: 1, float: 2, type: 20 };
const FLOAT = 1;

/** So small that adding it changes no bit. The runtime crashes on a scale of 0. */
const UNNOTICED = 1e-30;

/**
 * Loads a graph with the scale of its random noise reduced to nearly 0. Old VAE encoder exports sample their
 * distribution inside the graph; without noise they output its mean, so an image always gives the same latents.
 */
export class DeterministicEncoderPatch implements GraphPatches {
  async patched(path: string): Promise<PatchedGraph | undefined> {
    const onnx = await readOnnxFile(path);
    if (!onnx.nodes.some(({ op }) => DRAWING.has(op))) return undefined;
    const model = rewriteFields(onnx, [], (file, { number, wireType, content }) => {
      const isNode = number === GRAPH.node && wireType === WIRE.bytes;
      if (!isNode || !DRAWING.has(readNode(file, content).op)) return undefined;
      return bytesField(GRAPH.node, quietNode(file, content));
    });
    return { model, folder: dirname(path) };
  }
}

/** The node with its scale replaced. */
function quietNode(file: FileBytes, message: Range): Buffer {
  const parts: Buffer[] = [];
  for (const { number, wireType, content, whole } of fieldsOf(file, message)) {
    const isScale = number === NODE.attribute && wireType === WIRE.bytes && nameOf(file, content) === 'scale';
    if (!isScale) parts.push(file.copy(whole.start, whole.end - whole.start));
  }
  const value = Buffer.alloc(5);
  value.writeUInt8(ATTRIBUTE.float * 8 + WIRE.fixed32);
  value.writeFloatLE(UNNOTICED, 1);
  const scale = Buffer.concat([bytesField(ATTRIBUTE.name, 'scale'), value, varintField(ATTRIBUTE.type, FLOAT)]);
  return Buffer.concat([...parts, bytesField(NODE.attribute, scale)]);
}

function nameOf(file: FileBytes, attribute: Range): string {
  for (const { number, wireType, content } of fieldsOf(file, attribute)) {
    if (number === ATTRIBUTE.name && wireType === WIRE.bytes) return readText(file, content);
  }
  return '';
}
