import type { PatchedGraph } from '../sessions/patched-graph.js';
import type { OnnxFile } from './onnx-file.js';
import type { OnnxNode } from './node.js';
import type { Attribute } from './node-proto.js';
import { FileBytes } from './file-bytes.js';
import { tensorFields } from './external-tensor.js';
import { ELEMENT } from './graph-builder.js';
import { CONTRIBUTED, nodeProto } from './node-proto.js';
import { readOnnxFile } from './onnx-file.js';
import { bytesField, varintField } from './protobuf.js';
import { rewriteFields } from './rewrite-fields.js';

const MODEL = { opset: 8 };
const OPSET = { domain: 1, version: 2 };
const GRAPH = { node: 1, initializer: 5 };
/** Field of a tensor with its bytes. */
const RAW = 9;

type Attributes = Readonly<Record<string, Attribute>>;

const OPERATOR = 'MultiHeadAttention';

/** Integers that the new nodes read. */
const INTEGERS = [-1, 0, 2, 3, 4] as const;
const integer = (value: (typeof INTEGERS)[number]) => `visionary_integer_${value}`;

/** The nodes of an attention as exporters write it: softmax(q · kᵀ) · v, where q and k may be scaled before. */
interface Attention {
  readonly query: string;
  readonly transposedKey: string;
  readonly value: string;
  readonly output: string;
  /** 3 or 4: heads are part of the batch, or a dimension behind it. */
  readonly rank: number;
  /** Outputs of the nodes that it replaces. */
  readonly replaced: readonly string[];
}

/**
 * Replaces attention by one operator, which never holds the matrix of all pairs: faster, and in a fraction of the memory.
 * Heads count as batch, so that nothing around it has to be understood.
 * @param graph all of its weights lie in files, so that it is small
 * @returns undefined when it has none
 */
export async function withFusedAttention({ model, ...files }: PatchedGraph): Promise<PatchedGraph | undefined> {
  const bytes = bytesOf(model);
  if (!bytes.includes('Softmax')) return undefined;
  const source = { path: '', folder: files.folder, trustsLinks: true, open: () => FileBytes.of(bytes) };
  const onnx = await readOnnxFile(source);
  const attentions = findAttentions(onnx);
  if (attentions.length === 0) return undefined;
  const fused = rewrite(onnx, attentions);
  return { ...files, model: bytes.includes(CONTRIBUTED) ? fused : Buffer.concat([fused, importOf(CONTRIBUTED)]) };
}

export function hasFusedAttention(model: Uint8Array): boolean {
  return bytesOf(model).includes(OPERATOR);
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function findAttentions({ nodes }: OnnxFile): Attention[] {
  const producers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const readers = Map.groupBy(
    nodes.flatMap((node) => node.inputs.map((input) => ({ input, node }))),
    ({ input }) => input,
  );
  /** The only node that reads a value. */
  const readerOf = (value: string) => {
    const found = readers.get(value) ?? [];
    return found.length === 1 ? found[0]!.node : undefined;
  };
  return nodes.flatMap((softmax) => {
    const [scores = ''] = softmax.inputs;
    const [weights = ''] = softmax.outputs;
    const product = producers.get(scores);
    const attended = readerOf(weights);
    if (softmax.op !== 'Softmax' || product?.op !== 'MatMul' || readerOf(scores) !== softmax) return [];
    const [query = '', transposedKey = ''] = product.inputs;
    const rank = rankOf(transposedKey, producers);
    if (attended?.op !== 'MatMul' || attended.inputs[0] !== weights || !rank || !isOverLast(softmax, rank)) return [];
    const [output = ''] = attended.outputs;
    const replaced = [scores, weights, output];
    return [{ query, transposedKey, value: attended.inputs[1] ?? '', output, rank, replaced }];
  });
}

function isOverLast({ attributes }: OnnxNode, rank: number): boolean {
  const axis = attributes.get('axis');
  return axis === -1 || axis === rank - 1;
}

/** The rank of a key, which a transpose made, perhaps before it was scaled. */
function rankOf(key: string, producers: ReadonlyMap<string, OnnxNode>, depth = 3): number | undefined {
  const node = producers.get(key);
  if (!node || depth === 0) return undefined;
  const perm = node.attributes.get('perm');
  if (node.op === 'Transpose' && Array.isArray(perm)) {
    return perm.length === 3 || perm.length === 4 ? perm.length : undefined;
  }
  if (node.op !== 'Mul' && node.op !== 'Div' && node.op !== 'Cast') return undefined;
  for (const input of node.inputs) {
    const rank = rankOf(input, producers, depth - 1);
    if (rank) return rank;
  }
  return undefined;
}

function rewrite(onnx: OnnxFile, attentions: readonly Attention[]): Buffer {
  const byOutput = new Map(attentions.map((attention) => [attention.output, attention]));
  const replaced = new Set(attentions.flatMap((attention) => attention.replaced));
  let at = 0;
  return rewriteFields(onnx, INTEGERS.map(integerTensor), (_, field) => {
    if (field.number !== GRAPH.node) return undefined;
    // Nodes are read in the order of their fields.
    const [output = ''] = onnx.nodes[at++]!.outputs;
    const attention = byOutput.get(output);
    if (attention) return Buffer.concat(fusedNodes(attention).map((node) => bytesField(GRAPH.node, node)));
    return replaced.has(output) ? Buffer.alloc(0) : undefined;
  });
}

/** Lets a model use the operators of a domain. */
function importOf(domain: string): Buffer {
  return bytesField(MODEL.opset, Buffer.concat([bytesField(OPSET.domain, domain), varintField(OPSET.version, 1)]));
}

function integerTensor(value: (typeof INTEGERS)[number]): Buffer {
  const fields = tensorFields(integer(value), ELEMENT.int64, [1]);
  const bytes = Buffer.from(BigInt64Array.of(BigInt(value)).buffer);
  return bytesField(GRAPH.initializer, Buffer.concat([...fields, bytesField(RAW, bytes)]));
}

function fusedNodes({ query, transposedKey, value, output, rank }: Attention): Buffer[] {
  const nodes: Buffer[] = [];
  const node = (op: string, inputs: readonly string[], name: string, attributes: Attributes = {}, domain = '') => {
    nodes.push(nodeProto(op, inputs, [name], attributes, domain));
    return name;
  };
  const named = (part: string) => `${output}_${part}`;
  const key = node('Transpose', [transposedKey], named('key'), { perm: rank === 3 ? [0, 2, 1] : [0, 1, 3, 2] });
  const attend = (inputs: readonly string[], name: string) =>
    node(OPERATOR, inputs, name, { num_heads: 1, scale: { float: 1 } }, CONTRIBUTED);
  if (rank === 3) {
    attend([query, key, value], output);
    return nodes;
  }
  const sides = (of: string, from: 0 | 2, to: 3 | 4, part: string) => {
    const shape = node('Shape', [of], named(`${part}_shape`));
    return node('Slice', [shape, integer(from), integer(to), integer(0)], named(`${part}_sides`));
  };
  /** `[B,H,S,D] -> [B·H,S,D]` */
  const joined = (of: string, part: string) => {
    const shape = node('Concat', [integer(-1), sides(of, 2, 4, part)], named(`${part}_joined`), { axis: 0 });
    return node('Reshape', [of, shape], named(`${part}_flat`));
  };
  const attended = attend([joined(query, 'query'), joined(key, 'key'), joined(value, 'value')], named('attended'));
  const shape = node('Concat', [sides(query, 0, 3, 'output'), integer(-1)], named('output_joined'), { axis: 0 });
  node('Reshape', [attended, shape], output);
  return nodes;
}
