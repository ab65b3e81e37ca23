import type { PatchedGraph } from '../sessions/patched-graph.js';
import type { OnnxNode } from './node.js';
import type { Attribute } from './node-proto.js';
import { FileBytes } from './file-bytes.js';
import { tensorFields } from './external-tensor.js';
import { hasFusedAttention } from './fused-attention.js';
import { ELEMENT } from './graph-builder.js';
import { readNode } from './node.js';
import { nodeProto } from './node-proto.js';
import { readOnnxFile } from './onnx-file.js';
import { bytesField } from './protobuf.js';
import { rewriteFields } from './rewrite-fields.js';

const GRAPH = { node: 1, initializer: 5 };
/** Field of a tensor with its bytes. */
const RAW = 9;
const OPERATOR = 'MultiHeadAttention';

/** Shapes that the new nodes read: tokens without heads, and by the number of heads. */
const JOINED = [0, 0, -1];
const split = (heads: number) => [0, 0, heads, -1];
const shapeName = (shape: readonly number[]) => `visionary_shape_${shape.join('_')}`;

/**
 * Replaces attention as one operator by its parts, softmax(q · kᵀ) · v, for devices that compute the operator wrong. Takes the
 * memory of all pairs of tokens.
 * @returns the graph itself when it has none
 */
export async function withPlainAttention(graph: PatchedGraph): Promise<PatchedGraph> {
  if (!hasFusedAttention(graph.model)) return graph;
  const { buffer, byteOffset, byteLength } = graph.model;
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  const source = { path: '', folder: graph.folder, trustsLinks: true, open: () => FileBytes.of(bytes) };
  const onnx = await readOnnxFile(source);
  const heads = onnx.nodes.filter(isReplaceable).map((node) => headsOf(node));
  const shapes = [JOINED, ...new Set(heads)].map((one) => shapeTensor(typeof one === 'number' ? split(one) : one));
  const model = rewriteFields(onnx, shapes, (file, field) => {
    if (field.number !== GRAPH.node) return undefined;
    const node = readNode(file, field.content);
    if (!isReplaceable(node)) return undefined;
    return Buffer.concat(plainNodes(node).map((one) => bytesField(GRAPH.node, one)));
  });
  return { ...graph, model };
}

/** As this project writes it: without biases of the projections, and without a mask of keys. */
function isReplaceable(node: OnnxNode): boolean {
  const [, , value, biases = '', mask = '', , past = ''] = node.inputs;
  const { attributes } = node;
  const scale = attributes.get('scale') ?? 0;
  const hasKnownScale = scale === 0 || scale === 1;
  return (
    node.op === OPERATOR &&
    hasKnownScale &&
    value !== undefined &&
    `${biases}${mask}${past}` === '' &&
    headsOf(node) > 0
  );
}

const headsOf = ({ attributes }: OnnxNode): number => Number(attributes.get('num_heads') ?? 0);

function shapeTensor(shape: readonly number[]): Buffer {
  const fields = tensorFields(shapeName(shape), ELEMENT.int64, [shape.length]);
  const bytes = Buffer.from(BigInt64Array.from(shape, BigInt).buffer);
  return bytesField(GRAPH.initializer, Buffer.concat([...fields, bytesField(RAW, bytes)]));
}

function plainNodes(node: OnnxNode): Buffer[] {
  const [query = '', key = '', value = '', , , bias = ''] = node.inputs;
  const [output = ''] = node.outputs;
  const nodes: Buffer[] = [];
  const add = (
    op: string,
    inputs: readonly string[],
    part: string,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string => {
    const name = part === '' ? output : `${output}_${part}`;
    nodes.push(nodeProto(op, inputs, [name], attributes, ''));
    return name;
  };
  /** `[B,S,H·D] -> [B,H,S,D]`, or as `perm` says. */
  const byHead = (tokens: string, part: string, perm: readonly number[]) =>
    add('Transpose', [add('Reshape', [tokens, shapeName(split(headsOf(node)))], `${part}_split`)], part, { perm });
  const queries = byHead(query, 'queries', [0, 2, 1, 3]);
  const width = add('CastLike', [add('Shape', [queries], 'sides', { start: 3, end: 4 }), query], 'width');
  const products = add('MatMul', [queries, byHead(key, 'keys', [0, 2, 3, 1])], 'products');
  const scale = node.attributes.get('scale');
  // Without a scale, it is one by the root of the width of a head.
  const scores = scale === 1 ? products : add('Div', [products, add('Sqrt', [width], 'root')], 'scaled');
  const biased = bias === '' ? scores : add('Add', [scores, bias], 'biased');
  const weights = add('Softmax', [biased], 'weights', { axis: -1 });
  const attended = add('MatMul', [weights, byHead(value, 'values', [0, 2, 1, 3])], 'attended');
  const tokens = add('Transpose', [attended], 'tokens', { perm: [0, 2, 1, 3] });
  add('Reshape', [tokens, shapeName(JOINED)], '');
  return nodes;
}
