import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { requireNetworks } from '../../../libs/diffusion/checkpoint/checkpoint-folder.js';
import { findNetworks } from '../../../libs/diffusion/checkpoint/networks.js';
import { buildTextEncoder } from '../../../libs/diffusion/checkpoint/text-encoder-graph.js';
import { buildUnet } from '../../../libs/diffusion/checkpoint/unet-graph.js';
import { buildVaeDecoder, buildVaeEncoder } from '../../../libs/diffusion/checkpoint/vae-graph.js';
import { FileFormatError } from '../../../libs/diffusion/fault.js';
import { inspectHeader } from '../../../libs/diffusion/inspection.js';
import type { StoredTensor } from '../../../libs/diffusion/safetensors/header.js';
import { safetensors, type TensorInput } from '../../support/safetensors-writer.js';
import { readKeys, readTensors } from './vectors.js';

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
    // Embeddings that were trained further may follow the vocabulary.
    const isLongerTable = (name: string, [rows = 0, ...rest]: readonly number[]) => {
      const [known = 0, ...width] = whole.get(name)!.shape;
      return name.endsWith('token_embedding.weight') && rows >= known && rest.join() === width.join();
    };
    const changes = fc
      .constantFrom(...names)
      .chain((name) => shapes(whole.get(name)!.shape).map((shape) => ({ name, shape })))
      .filter(({ name, shape }) => !isLongerTable(name, shape));
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

describe('[E87] a header that fits no model here', () => {
  const header = (tensors: Tensors) => ({ name: `${NAME}.safetensors`, metadata: new Map<string, string>(), tensors });

  it('is rejected with the tensor and the family that would fit when its text encoder is another family’s', async () => {
    const isText = (tensor: string) => tensor.startsWith('cond_stage_model.');
    const others = Object.entries(readKeys('sd20-base')).filter(([tensor]) => isText(tensor));
    const foreign = others.map(([tensor, shape]) => [tensor, { dtype: 'F16', shape, offset: 0, length: 0 }] as const);
    const mixed = header(new Map([...[...whole].filter(([tensor]) => !isText(tensor)), ...foreign]));
    const refuse = async () => requireNetworks(mixed);
    await expect(refuse()).rejects.toMatchObject({
      code: 'DOES_NOT_FIT',
      fileFaultReason: {
        reasonKey: 'textEncoderMismatch',
        tensor: 'cond_stage_model.model.token_embedding.weight',
        family: 'Stable Diffusion 1',
      },
    });
    const isLeft = ([tensor]: readonly [string, unknown]) => !isText(tensor);
    const bare = async () => requireNetworks(header(new Map([...whole].filter(isLeft))));
    await expect(bare()).rejects.toMatchObject({
      fileFaultReason: { reasonKey: 'textEncoderMissing', family: 'Stable Diffusion 1' },
    });
    expect(() => requireNetworks(header(whole))).not.toThrow();
  });

  it.each([
    ['Flux.1', { 'double_blocks.0.img_attn.norm.key_norm.scale': [8] }],
    ['Stable Diffusion 3', { 'joint_blocks.0.context_block.attn.qkv.weight': [2, 4] }],
  ])('is rejected with the name %s', async (family, shapes) => {
    const tensors = Object.entries(shapes).map(([tensor, shape]) => [tensor, { shape, values: Array<number>(8).fill(1) }]);
    const start = safetensors(Object.fromEntries(tensors) as Record<string, TensorInput>);
    const found = await inspectHeader({ name: 'a.safetensors', start, bytes: start.length });
    expect(found).toMatchObject({
      ...{ ok: false, code: 'MODEL_UNSUPPORTED', detail: { reasonKey: 'familyUnsupported', family } },
    });
  });
});
