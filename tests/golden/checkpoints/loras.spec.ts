import { describe, expect, it } from '@jest/globals';
import { readModelFolder, TextEncoders } from '@visionary/diffusion';
import { join } from 'node:path';
import { LoraPatches } from '../../../libs/diffusion/lora/lora-patches.js';
import { Graph, type GraphTensor } from '../../../libs/diffusion/sessions/graph.js';
import { largestDifference } from '../vectors.js';
import { modelFolder, readExpected, readInfo, settingsOf, textFeeds, vectorNames } from './vectors.js';

/** Of the outputs of a changed network, whose values are about 1 to 3. */
const CLOSE = 1e-4;

interface LoraInfo {
  readonly base: string;
  readonly weight: number;
}

describe.each(vectorNames('lora_'))('[E53] %s on a checkpoint', (name) => {
  const { base: baseFile, weight } = readInfo<LoraInfo>(name);
  const base = baseFile.replace(/\.safetensors$/, '');
  const info = readInfo(base);
  const [wanted, inputs] = [readExpected(name), readExpected(base)];
  const open = async (strength: number) => {
    const dir = modelFolder([baseFile, `${name}.safetensors`], settingsOf(info));
    const uses = [{ file: join(dir, `${name}.safetensors`), weight: strength }];
    return { folder: await readModelFolder(dir), patches: await LoraPatches.plan(dir, uses, { threads: 1 }) };
  };
  const run = async (
    { folder, patches }: Awaited<ReturnType<typeof open>>,
    part: 'unet' | 'textEncoder',
    feeds: Record<string, GraphTensor>,
    output: string,
  ) => {
    const graph = await Graph.open(folder.graphs[part], { threads: 1, patches });
    const { data } = await graph.run(feeds, output);
    await graph.release();
    return data;
  };
  const unetFeeds = () => ({
    sample: inputs('unet.a.sample'),
    timestep: { data: [info['unet.a.timestep']], dims: [1] },
    encoder_hidden_states: inputs('unet.a.context'),
    ...(info.text_g && { text_embeds: inputs('unet.a.text_embeds'), time_ids: inputs('unet.a.time_ids') }),
  });

  it('every module matches, and the UNet gives the output of the reference', async () => {
    const opened = await open(weight);
    expect(opened.patches.report[0]?.unmatched).toEqual([]);
    const prediction = await run(opened, 'unet', unetFeeds(), 'out_sample');
    expect(largestDifference(prediction, wanted(`unet.out_w${weight}`).data)).toBeLessThanOrEqual(CLOSE);
    if (!wanted.has('unet.out_w1.0')) return;
    const full = await run(await open(1), 'unet', unetFeeds(), 'out_sample');
    expect(largestDifference(full, wanted('unet.out_w1.0').data)).toBeLessThanOrEqual(CLOSE);
  });

  if (wanted.has(`text.context_w${weight}`)) {
    it('both text encoders give the outputs of the reference', async () => {
      const { folder, patches } = await open(weight);
      const encoders = await TextEncoders.open(folder, { threads: 1, patches });
      const encoded = [];
      for (const text of info.prompts) encoded.push(await encoders.encode(text));
      await encoders.release();
      const context = Float32Array.from(encoded.flatMap(({ data }) => [...data]));
      const pooled = Float32Array.from(encoded.flatMap((one) => [...one.pooled!]));
      expect(largestDifference(context, wanted(`text.context_w${weight}`).data)).toBeLessThanOrEqual(CLOSE);
      expect(largestDifference(pooled, wanted(`text.pooled_w${weight}`).data)).toBeLessThanOrEqual(CLOSE);
    });
  }

  if (!wanted.has(`text.hidden_w${weight}`)) return;
  it('the text encoder gives the output of the reference', async () => {
    const feeds = textFeeds(info.ids!, info.text!);
    const states = await run(await open(weight), 'textEncoder', feeds, 'last_hidden_state');
    expect(largestDifference(states, wanted(`text.hidden_w${weight}`).data)).toBeLessThanOrEqual(CLOSE);
  });
});
