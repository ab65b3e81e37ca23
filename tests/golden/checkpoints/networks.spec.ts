import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildTextEncoder } from '../../../libs/diffusion/checkpoint/text-encoder-graph.js';
import { findNetworks } from '../../../libs/diffusion/checkpoint/networks.js';
import { buildUnet } from '../../../libs/diffusion/checkpoint/unet-graph.js';
import { buildVaeDecoder, buildVaeEncoder } from '../../../libs/diffusion/checkpoint/vae-graph.js';
import { FileBytes } from '../../../libs/diffusion/onnx/file-bytes.js';
import { builtGraph } from '../../../libs/diffusion/onnx/graph-source.js';
import { readSafetensorsHeader } from '../../../libs/diffusion/safetensors/header.js';
import { Graph } from '../../../libs/diffusion/sessions/graph.js';
import { largestDifference } from '../vectors.js';

const FOLDER = process.env.GOLDEN_CHECKPOINTS ?? '/work/shared/golden/checkpoints';
const expected = (name: string) => {
  const file = FileBytes.open(join(FOLDER, `${name}.expected.safetensors`));
  const { tensors } = readSafetensorsHeader(file);
  return (key: string) => {
    const t = tensors.get(key)!;
    const bytes = file.copy(t.offset, t.length);
    const data = t.dtype === 'F32' ? new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4) : Float32Array.from(bytes);
    return { data, dims: t.shape };
  };
};
const run = async (name: string, build: () => Buffer, feeds: Record<string, { data: Float32Array | number[]; dims: readonly number[] }>, out: string) => {
  const graph = await Graph.open(builtGraph(join(FOLDER, name, 'model.onnx'), FOLDER, build), { threads: 1 });
  const result = await graph.run(feeds, out);
  await graph.release();
  return result;
};

describe.each(['sd15', 'sd21', 'sdxl', 'inpaint'])('%s', (name) => {
  const file = FileBytes.open(join(FOLDER, `${name}.safetensors`));
  const networks = findNetworks({ location: `${name}.safetensors`, tensors: readSafetensorsHeader(file).tensors });
  const json = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
  const want = expected(name);

  it('text', async () => {
    const parts = networks.textEncoders.map(({ tensors, kind }, i) => ({ tensors, kind, info: json.text ?? (i === 0 ? json.text_l : json.text_g), ids: json.ids ?? (i === 0 ? json.ids_l : json.ids_g) }));
    for (const [i, { tensors, info, ids }] of parts.entries()) {
      const build = () => buildTextEncoder(tensors, { heads: info.heads, activation: info.act, skippedLayers: name === 'sd21' ? 1 : 0 });
      const feeds = { input_ids: { data: (ids as number[][]).flat(), dims: [3, 77] } };
      const out = name === 'sdxl' ? `hidden_states.${info.layers - 1}` : 'last_hidden_state';
      const { data } = await run(name, build, feeds, out);
      const key = name === 'sdxl' ? `text.${i === 0 ? 'l' : 'g'}_hidden` : 'text.hidden';
      expect(largestDifference(data, want(key).data)).toBeLessThanOrEqual(1e-4);
      if (i === 1) {
        const pooled = await run(name, build, feeds, 'text_embeds');
        expect(largestDifference(pooled.data, want('text.pooled').data)).toBeLessThanOrEqual(1e-4);
      }
    }
  });

  it('unet', async () => {
    const heads = json.unet_head_dim ? { width: json.unet_head_dim } : { count: 8 };
    const pooled = json.text_g?.width;
    const build = () => buildUnet(networks.unet!, { heads, ...(pooled && { pooledWidth: pooled }) });
    for (const which of ['unet.a', 'unet.b']) {
      const feeds: Record<string, { data: Float32Array | number[]; dims: readonly number[] }> = {
        sample: want(`${which}.sample`),
        timestep: { data: [json[`${which}.timestep`]], dims: [1] },
        encoder_hidden_states: want(`${which}.context`),
      };
      if (pooled) Object.assign(feeds, { text_embeds: want(`${which}.text_embeds`), time_ids: want(`${which}.time_ids`) });
      const { data } = await run(name, build, feeds, 'out_sample');
      expect(largestDifference(data, want(`${which}.out`).data)).toBeLessThanOrEqual(1e-4);
    }
  });

  it('vae', async () => {
    const { data } = await run(name, () => buildVaeDecoder(networks.vae!), { latent_sample: want('vae.latents') }, 'sample');
    expect(largestDifference(data, want('vae.decoded').data)).toBeLessThanOrEqual(1e-4);
    const encoded = await run(name, () => buildVaeEncoder(networks.vae!), { sample: want('vae.image') }, 'latent_parameters');
    const half = encoded.data.length / 2;
    expect(largestDifference(encoded.data.subarray(0, half), want('vae.mean').data)).toBeLessThanOrEqual(1e-4);
  });
});
