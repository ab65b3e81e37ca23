import type { TinyValue } from './tiny-onnx.js';
import { ATTRIBUTE, ELEMENT, message, model, nested, node, text, valueInfo, whole } from './tiny-onnx.js';

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
