import type { GraphPatches, PatchedGraph } from '../sessions/patched-graph.js';
import type { FileBytes } from './file-bytes.js';
import type { GraphSource } from './graph-source.js';
import type { Range } from './protobuf.js';
import { readNode, readText } from './node.js';
import { readOnnxFile } from './onnx-file.js';
import { bytesField, fieldsOf, varintField, WIRE } from './protobuf.js';
import { rewriteFields } from './rewrite-fields.js';

/** Operators that draw normal noise, `mean + scale·noise`. */
const NOISE_OPERATORS = new Set(['RandomNormal', 'RandomNormalLike']);

const GRAPH = { node: 1 };
const NODE = { attribute: 5 };
const ATTRIBUTE = { name: 1, float: 2, type: 20 };
const FLOAT = 1;

/** So small that adding it changes no bit. The runtime crashes on a scale of 0. */
const NEGLIGIBLE_SCALE = 1e-30;

/**
 * Loads a graph with the scale of its random noise reduced to nearly 0. Old VAE encoder exports sample their
 * distribution inside the graph; without noise they output its mean, so an image always gives the same latents.
 */
export class DeterministicEncoderPatch implements GraphPatches {
  async patch(source: GraphSource): Promise<PatchedGraph | undefined> {
    const onnx = await readOnnxFile(source);
    if (!onnx.nodes.some(({ op }) => NOISE_OPERATORS.has(op))) return undefined;
    const model = rewriteFields(onnx, [], (file, { number, wireType, content }) => {
      const isNode = number === GRAPH.node && wireType === WIRE.bytes;
      if (!isNode || !NOISE_OPERATORS.has(readNode(file, content).op)) return undefined;
      return bytesField(GRAPH.node, withoutNoise(file, content));
    });
    return { model, folder: source.folder };
  }
}

/** The node with its scale replaced. */
function withoutNoise(file: FileBytes, message: Range): Buffer {
  const parts: Buffer[] = [];
  for (const { number, wireType, content, range } of fieldsOf(file, message)) {
    const isScale = number === NODE.attribute && wireType === WIRE.bytes && nameOf(file, content) === 'scale';
    if (!isScale) parts.push(file.copy(range.start, range.end - range.start));
  }
  const value = Buffer.alloc(5);
  value.writeUInt8(ATTRIBUTE.float * 8 + WIRE.fixed32);
  value.writeFloatLE(NEGLIGIBLE_SCALE, 1);
  const scale = Buffer.concat([bytesField(ATTRIBUTE.name, 'scale'), value, varintField(ATTRIBUTE.type, FLOAT)]);
  return Buffer.concat([...parts, bytesField(NODE.attribute, scale)]);
}

function nameOf(file: FileBytes, attribute: Range): string {
  for (const { number, wireType, content } of fieldsOf(file, attribute)) {
    if (number === ATTRIBUTE.name && wireType === WIRE.bytes) return readText(file, content);
  }
  return '';
}
