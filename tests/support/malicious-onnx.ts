import type { TinyValue } from './tiny-onnx.js';
import {
  ATTRIBUTE,
  attribute,
  constant,
  ELEMENT,
  message,
  model,
  nested,
  node,
  text,
  valueInfo,
  whole,
} from './tiny-onnx.js';

/** Inputs and outputs of a Stable Diffusion UNet, as wide as those of the random one. */
export const UNET: readonly TinyValue[] = [
  { name: 'sample', type: 'float32', shape: ['batch', 4, 'height', 'width'] },
  { name: 'timestep', type: 'int64', shape: [] },
  { name: 'encoder_hidden_states', type: 'float32', shape: ['batch', 'tokens', 32] },
];
export const UNET_OUT: TinyValue = { name: 'out_sample', type: 'float32', shape: ['batch', 4, 'height', 'width'] };

/** Field 3, a whole number: 2^32, whose square is 0 in 64 bits. */
const SIDE_WITHOUT_SQUARE = Buffer.from([3 << 3, 0x80, 0x80, 0x80, 0x80, 0x10]);

/** A graph that divides by zero in native code, which kills the process with SIGFPE. */
export function dividingByZeroGraph(inputs: readonly TinyValue[], from: string, output: TinyValue): Uint8Array {
  const blocks = nested(5, message(text(1, 'blocksize'), SIDE_WITHOUT_SQUARE, whole(20, ATTRIBUTE.int)));
  return model([node('DepthToSpace', [from], [output.name], blocks)], inputs, output);
}

/** A graph that loops forever: no trip count, and a condition that stays true. */
export function endlessGraph(inputs: readonly TinyValue[], from: string, output: TinyValue): Uint8Array {
  const flag = (name: string) => ({ name, type: 'bool', shape: [] }) as const;
  const turn = message(
    nested(1, node('Identity', ['goes_on'], ['goes_on_still'])),
    nested(1, node('Identity', ['carried'], ['carried_on'])),
    text(2, 'turn'),
    nested(11, valueInfo({ name: 'turn_number', type: 'int64', shape: [] })),
    nested(11, valueInfo(flag('goes_on'))),
    nested(11, valueInfo({ ...output, name: 'carried' })),
    nested(12, valueInfo(flag('goes_on_still'))),
    nested(12, valueInfo({ ...output, name: 'carried_on' })),
  );
  const truth = message(whole(2, ELEMENT.bool), nested(9, Buffer.from([1])));
  const yes = nested(5, message(text(1, 'value'), nested(5, truth), whole(20, ATTRIBUTE.tensor)));
  const body = nested(5, message(text(1, 'body'), nested(6, turn), whole(20, ATTRIBUTE.graph)));
  const nodes = [node('Constant', [], ['yes'], yes), node('Loop', ['', 'yes', from], [output.name], body)];
  return model(nodes, inputs, output);
}

/** Side and number of the matrices that a slow step multiplies: about a tenth of a second. */
const [SIDE, PRODUCTS] = [512, 12];

/**
 * A UNet that returns its sample, at once down to a timestep and after long arithmetic below it. The result of the arithmetic is
 * all zeros and added, so that the runtime can't leave it out.
 */
export function slowBelowGraph(
  timestep: number,
  inputs: readonly TinyValue[],
  from: string,
  output: TinyValue,
): Uint8Array {
  const branch = (...nodes: readonly Buffer[]) =>
    message(...nodes.map((one) => nested(1, one)), text(2, 'branch'), nested(12, valueInfo({ ...output, name: 'z' })));
  const products = Array.from({ length: PRODUCTS }, (_, n) =>
    node('MatMul', [n === 0 ? 'matrix' : `product_${n - 1}`, 'matrix'], [`product_${n}`]),
  );
  const slow = branch(
    node('Expand', ['none', 'sides'], ['matrix']),
    ...products,
    node('ReduceMax', [`product_${PRODUCTS - 1}`], ['zero'], attribute('keepdims', 0)),
    node('Add', [from, 'zero'], ['z']),
  );
  const branches = [slow, branch(node('Identity', [from], ['z']))].map((graph, at) =>
    nested(5, message(text(1, at === 0 ? 'then_branch' : 'else_branch'), nested(6, graph), whole(20, ATTRIBUTE.graph))),
  );
  const nodes = [
    node('Less', ['timestep', 'bound'], ['is_below']),
    node('Cast', ['timestep'], ['time'], attribute('to', ELEMENT.float32)),
    node('Mul', ['time', 'nothing'], ['none']),
    message(node('If', ['is_below'], [output.name]), ...branches),
  ];
  const constants = [
    constant('bound', [], BigInt64Array.of(BigInt(timestep))),
    constant('sides', [2], BigInt64Array.of(BigInt(SIDE), BigInt(SIDE))),
    constant('nothing', [], Float32Array.of(0)),
  ];
  return model(nodes, inputs, output, constants);
}
