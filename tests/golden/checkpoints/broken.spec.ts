import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findNetworks } from '../../../libs/diffusion/checkpoint/networks.js';
import { buildTextEncoder } from '../../../libs/diffusion/checkpoint/text-encoder-graph.js';
import { buildUnet } from '../../../libs/diffusion/checkpoint/unet-graph.js';
import { buildVaeDecoder, buildVaeEncoder } from '../../../libs/diffusion/checkpoint/vae-graph.js';
import { FileFormatError } from '../../../libs/diffusion/fault.js';
import type { StoredTensor } from '../../../libs/diffusion/safetensors/header.js';
import { readTensors } from './vectors.js';

const NAME = 'sd15';
const HEADS = 3;

/** Tensors that no network reads. */
const UNREAD = /^(alphas|betas|log_|model_ema\.|posterior_|sqrt_)|position_ids$/;

type Tensors = ReadonlyMap<string, StoredTensor>;

const whole: Tensors = readTensors(NAME);
const names = [...whole.keys()].filter((name) => !UNREAD.test(name));

function buildAll(tensors: Tensors): void {
  const { unet, vae, textEncoders } = findNetworks({ location: `${NAME}.safetensors`, tensors });
  if (!unet || !vae || textEncoders.length !== 1) throw new FileFormatError('a network is missing', { reasonKey: 'noTensors' });
  buildTextEncoder(textEncoders[0]!.tensors, { heads: HEADS, activation: 'quick_gelu' });
  buildUnet(unet, { heads: { count: 8 } });
  buildVaeDecoder(vae);
  buildVaeEncoder(vae);
}

/** Other shapes of the same values, and of more or fewer. */
const shapes = ([first = 1, ...rest]: readonly number[]): fc.Arbitrary<number[]> =>
  fc.constantFrom(
    ...[[first + 1, ...rest], [first, ...rest, 2], [first * 2, ...rest], [0, ...rest], []],
    ...(rest.length > 0 ? [[...rest, first + 1], [first, rest[0]! + 1, ...rest.slice(1)]] : []),
  );

describe('[E52] a checkpoint with a broken network', () => {
  it('whole, it builds', () => {
    expect(() => buildAll(whole)).not.toThrow();
  });

  it('is rejected when a tensor is missing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), (name) => {
        const tensors = new Map([...whole].filter(([other]) => other !== name));
        expect(() => buildAll(tensors)).toThrow(FileFormatError);
      }),
      { numRuns: 20 },
    );
  });

  it('is rejected with the tensor when it has another shape', () => {
    const changes = fc.constantFrom(...names).chain((name) => shapes(whole.get(name)!.shape).map((shape) => ({ name, shape })));
    fc.assert(
      fc.property(changes, ({ name, shape }) => {
        const tensors = new Map([...whole, [name, { ...whole.get(name)!, shape }]]);
        expect(() => buildAll(tensors)).toThrow(FileFormatError);
      }),
      { numRuns: 20 },
    );
  });

  it('is rejected when a tensor has integers', () => {
    const tensors = new Map([...whole, [names[0]!, { ...whole.get(names[0]!)!, dtype: 'I16' }]]);
    expect(() => buildAll(tensors)).toThrow(/is I16/);
  });
});
