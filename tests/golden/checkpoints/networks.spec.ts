import { beforeAll, describe, expect, it } from '@jest/globals';
import { type ModelFolder, readModelFolder, TextEncoders } from '@visionary/diffusion';
import type { GraphSource } from '../../../libs/diffusion/onnx/graph-source.js';
import { clipSkipOutput } from '../../../libs/diffusion/text/clip-skip.js';
import { Graph, type GraphTensor } from '../../../libs/diffusion/sessions/graph.js';
import { largestDifference } from '../vectors.js';
import { checkpointNames, hasVector, modelFolder, readExpected, readInfo, settingsOf, textFeeds } from './vectors.js';

/** Of the outputs of one network, whose values are about 1 to 3. */
const CLOSE = 1e-4;

/** The named outputs of a graph. */
async function run(
  source: GraphSource | undefined,
  feeds: Record<string, GraphTensor>,
  outputs: readonly string[],
): Promise<Float32Array[]> {
  const graph = await Graph.open(source!, { threads: 1 });
  try {
    const results = await graph.runFor(feeds, outputs);
    return outputs.map((name) => results[name]!.data);
  } finally {
    await graph.release();
  }
}

async function expectDecoded({ graphs }: ModelFolder, wanted: ReturnType<typeof readExpected>): Promise<void> {
  const [decoded] = await run(graphs.vaeDecoder, { latent_sample: wanted('vae.latents') }, ['sample']);
  expect(largestDifference(decoded!, wanted('vae.decoded').data)).toBeLessThanOrEqual(CLOSE);
}

async function expectEncoded({ graphs }: ModelFolder, wanted: ReturnType<typeof readExpected>): Promise<void> {
  const [parameters] = await run(graphs.vaeEncoder, { sample: wanted('vae.image') }, ['latent_parameters']);
  const mean = wanted('vae.mean').data;
  expect(largestDifference(parameters!.subarray(0, mean.length), mean)).toBeLessThanOrEqual(CLOSE);
}

describe.each(checkpointNames())('[E51] the networks of %s', (name) => {
  const info = readInfo(name);
  const wanted = readExpected(name);
  let folder: ModelFolder;
  beforeAll(async () => {
    folder = await readModelFolder(modelFolder([`${name}.safetensors`], settingsOf(info)));
  });
  it('encode texts', async () => {
    if (folder.family !== 'sdxl') {
      const [states] = await run(folder.graphs.textEncoder, textFeeds(info.ids!, info.text!), ['last_hidden_state']);
      expect(largestDifference(states!, wanted('text.hidden').data)).toBeLessThanOrEqual(CLOSE);
      return;
    }
    const penultimate = ({ layers }: { readonly layers: number }) => `hidden_states.${layers - 1}`;
    const [first] = await run(folder.graphs.textEncoder, textFeeds(info.ids_l!, info.text_l!), [penultimate(info.text_l!)]);
    const second = await run(folder.secondTextEncoder?.graph, textFeeds(info.ids_g!, info.text_g!), [
      ...[penultimate(info.text_g!), 'text_embeds'],
    ]);
    expect(largestDifference(first!, wanted('text.l_hidden').data)).toBeLessThanOrEqual(CLOSE);
    expect(largestDifference(second[0]!, wanted('text.g_hidden').data)).toBeLessThanOrEqual(CLOSE);
    expect(largestDifference(second[1]!, wanted('text.pooled').data)).toBeLessThanOrEqual(CLOSE);
  });

  if (readExpected(name).has('text.hidden_clip_skip_2')) {
    it('[E80] a text encoder of Stable Diffusion 1 normalizes the last layer but one for a clip skip of 2', async () => {
      const feeds = textFeeds(info.ids!, info.text!);
      const [states] = await run(folder.graphs.textEncoder, feeds, [clipSkipOutput(2)]);
      expect(largestDifference(states!, wanted('text.hidden_clip_skip_2').data)).toBeLessThanOrEqual(CLOSE);
      const encoders = await TextEncoders.open(folder, { threads: 1 });
      const encoded = await encoders.encode(info.prompts[0]!, 2);
      expect(encoded.data).toEqual(states!.slice(0, encoded.data.length));
      const missing = { code: 'RENDER_OUT_OF_RANGE', message: expect.stringContaining('no clip skip of 9') };
      await expect(encoders.encode('a fox', 9)).rejects.toMatchObject(missing);
      await encoders.release();
    });
  }

  it.each(['unet.a', 'unet.b'] as const)('predict, %s', async (which) => {
    const extra = folder.family === 'sdxl' ? (['text_embeds', 'time_ids'] as const) : [];
    const feeds = {
      sample: wanted(`${which}.sample`),
      timestep: { data: [info[`${which}.timestep`]], dims: [1] },
      encoder_hidden_states: wanted(`${which}.context`),
      ...Object.fromEntries(extra.map((input) => [input, wanted(`${which}.${input}`)])),
    };
    const [prediction] = await run(folder.graphs.unet, feeds, ['out_sample']);
    expect(largestDifference(prediction!, wanted(`${which}.out`).data)).toBeLessThanOrEqual(CLOSE);
  });

  it('decode and encode pixels', async () => {
    await expectDecoded(folder, wanted);
    await expectEncoded(folder, wanted);
  });
});

const SEPARATE_VAE = 'vae_separate_bf16';

if (hasVector(SEPARATE_VAE)) {
  describe('[E51] a VAE of its own', () => {
    const wanted = readExpected(SEPARATE_VAE);
    const vae = `${SEPARATE_VAE}.safetensors`;

    it.each(checkpointNames())('replaces that of %s', async (name) => {
      const settings = { ...settingsOf(readInfo(name)), vae };
      const folder = await readModelFolder(modelFolder([`${name}.safetensors`, vae], settings));
      await expectDecoded(folder, wanted);
      await expectEncoded(folder, wanted);
    });
  });
}

const VARIANT = 'variant_ema_mixed_novae';

if (hasVector(VARIANT)) {
  describe('[E51] a checkpoint of mixed precision with averaged copies and no VAE', () => {
    interface Variant {
      readonly timestep: number;
      readonly ids: readonly (readonly number[])[];
      readonly text: { readonly heads: number; readonly width: number };
    }
    const info = readInfo<Variant>(VARIANT);
    const wanted = readExpected(VARIANT);
    const settings = { textHeads: [info.text.heads] };
    const file = `${VARIANT}.safetensors`;

    it('uses its plain weights, and the VAE beside it', async () => {
      const folder = await readModelFolder(modelFolder([file, `${SEPARATE_VAE}.safetensors`], settings));
      const feeds = textFeeds(info.ids, info.text);
      const [states] = await run(folder.graphs.textEncoder, feeds, ['last_hidden_state']);
      expect(largestDifference(states!, wanted('text.hidden').data)).toBeLessThanOrEqual(CLOSE);
      const unetFeeds = {
        sample: wanted('unet.sample'),
        timestep: { data: [info.timestep], dims: [1] },
        encoder_hidden_states: wanted('unet.context'),
      };
      const [prediction] = await run(folder.graphs.unet, unetFeeds, ['out_sample']);
      expect(largestDifference(prediction!, wanted('unet.out').data)).toBeLessThanOrEqual(CLOSE);
      await expectDecoded(folder, readExpected(SEPARATE_VAE));
    });

    it('cannot be used without one', async () => {
      await expect(readModelFolder(modelFolder([file], settings))).rejects.toThrow('it has no VAE');
    });
  });
}
