import { attribute } from '../../../support/tiny-onnx.ts';

/**
 * The layers of the Stable Diffusion UNet, as exporters write them. A value has a name, a number of channels, and, if it
 * is an image, a number of cells per side.
 */
const GROUPS = 32;
const HEADS = 8;
const WIDER = 4;

export function conv(graph, { name, channels, side }, to, { size = 3, stride = 1 } = {}) {
  const edge = (size - 1) / 2;
  const how = [attribute('pads', [edge, edge, edge, edge]), attribute('strides', [stride, stride])];
  const weights = [graph.weight([to, channels, size, size]), graph.weight([to])];
  const made = graph.op('Conv', [name, ...weights], Buffer.concat(how));
  return { name: made, channels: to, side: side / stride };
}

export function linear(graph, x, from, to, { hasBias = true } = {}) {
  const made = graph.op('MatMul', [x, graph.weight([from, to])]);
  return hasBias ? graph.op('Add', [made, graph.weight([to])]) : made;
}

export const silu = (graph, x) => graph.op('Mul', [x, graph.op('Sigmoid', [x])]);

function groupNorm(graph, { name, channels, side }) {
  const grouped = graph.op('Reshape', [name, graph.shape(0, GROUPS, -1)]);
  const even = [1, 0].map((value) => graph.numbers([GROUPS], new Float32Array(GROUPS).fill(value)));
  const normal = graph.op('InstanceNormalization', [grouped, ...even]);
  const normalized = graph.op('Reshape', [normal, graph.shape(0, channels, side, side)]);
  const scaled = graph.op('Mul', [normalized, graph.scale([channels, 1, 1])]);
  return { name: graph.op('Add', [scaled, graph.weight([channels, 1, 1])]), channels, side };
}

export function resnet(graph, x, to, time) {
  const shift = linear(graph, silu(graph, time.name), time.width, to);
  let h = conv(graph, activated(graph, x), to);
  h = { ...h, name: graph.op('Add', [h.name, graph.op('Reshape', [shift, graph.shape(1, to, 1, 1)])]) };
  h = conv(graph, activated(graph, h), to);
  const past = x.channels === to ? x : conv(graph, x, to, { size: 1 });
  return { ...h, name: graph.op('Add', [past.name, h.name]) };
}

export function activated(graph, x) {
  const normal = groupNorm(graph, x);
  return { ...normal, name: silu(graph, normal.name) };
}

/** Attention of the cells to each other and to the text. */
export function transformer(graph, x, text) {
  const { channels, side } = x;
  const inside = conv(graph, groupNorm(graph, x), channels, { size: 1 });
  const last = graph.op('Transpose', [inside.name], attribute('perm', [0, 2, 3, 1]));
  let h = graph.op('Reshape', [last, graph.shape(0, side * side, channels)]);
  const normal = () => ({ name: layerNorm(graph, h, channels), width: channels });
  const add = (more) => graph.op('Add', [more, h]);
  const among = normal();
  h = add(attention(graph, among, among));
  h = add(attention(graph, normal(), text));
  h = add(forward(graph, normal()));
  const cells = graph.op('Reshape', [h, graph.shape(0, side, side, channels)]);
  const back = graph.op('Transpose', [cells], attribute('perm', [0, 3, 1, 2]));
  const out = conv(graph, { ...x, name: back }, channels, { size: 1 });
  return { ...out, name: graph.op('Add', [out.name, x.name]) };
}

const layerNorm = (graph, x, width) => graph.op('LayerNormalization', [x, graph.scale([width]), graph.weight([width])]);

function attention(graph, from, to) {
  const { width } = from;
  const heads = (x, perm) => {
    const apart = graph.op('Reshape', [x, graph.shape(0, -1, HEADS, width / HEADS)]);
    return graph.op('Transpose', [apart], attribute('perm', perm));
  };
  const scaled = (x) => graph.op('Mul', [x, graph.numbers([], Float32Array.of((width / HEADS) ** -0.25))]);
  const query = heads(linear(graph, from.name, width, width, { hasBias: false }), [0, 2, 1, 3]);
  const key = heads(linear(graph, to.name, to.width, width, { hasBias: false }), [0, 2, 3, 1]);
  const value = heads(linear(graph, to.name, to.width, width, { hasBias: false }), [0, 2, 1, 3]);
  const likeness = graph.op('MatMul', [scaled(query), scaled(key)]);
  const attended = graph.op('MatMul', [graph.op('Softmax', [likeness], attribute('axis', 3)), value]);
  const beside = graph.op('Transpose', [attended], attribute('perm', [0, 2, 1, 3]));
  const joined = graph.op('Reshape', [beside, graph.shape(0, -1, width)]);
  return linear(graph, joined, width, width);
}

/** GEGLU: twice four times as wide, where one half gates the other. */
function forward(graph, { name, width }) {
  const wide = linear(graph, name, width, 2 * WIDER * width);
  const [what, gate] = graph.ops('Split', [wide], 2, attribute('axis', 2));
  const passed = graph.op('Mul', [what, gelu(graph, gate)]);
  return linear(graph, passed, WIDER * width, width);
}

function gelu(graph, x) {
  const number = (value) => graph.numbers([], Float32Array.of(value));
  const error = graph.op('Erf', [graph.op('Div', [x, number(Math.SQRT2)])]);
  const share = graph.op('Add', [error, number(1)]);
  return graph.op('Mul', [graph.op('Mul', [x, share]), number(0.5)]);
}
