import { afterAll, describe, expect, it } from '@jest/globals';
import { DiffusionPipeline, type ImageJob, readModelFolder, TextEncoders } from '@visionary/diffusion';
import { join } from 'node:path';
import { LoadedModels } from '../../../apps/renderer/src/loaded-models.js';
import { LoraPlan } from '../../../libs/diffusion/lora/lora-plan.js';
import type { GraphSource } from '../../../libs/diffusion/onnx/graph-source.js';
import { Graph, type GraphTensor } from '../../../libs/diffusion/sessions/graph.js';
import { largestDifference } from '../vectors.js';
import { modelFolder, readExpected, readInfo, settingsOf, textFeeds, vectorNames } from './vectors.js';

/** Of the outputs of a changed network, whose values are about 1 to 3. */
const CLOSE = 1e-4;
/** With 16 bits. */
const HALF_CLOSE = 2e-2;

interface LoraInfo {
  readonly base: string;
  readonly weight: number;
}

/** Graphs of models that nothing is merged into, which all LoRAs of low rank share. */
const graphs = new Map<string, Promise<Graph>>();

function loaded(key: string, source: GraphSource): Promise<Graph> {
  const graph = graphs.get(key) ?? Graph.open(source, { threads: 1 });
  graphs.set(key, graph);
  return graph;
}

afterAll(async () => {
  for (const graph of graphs.values()) await (await graph).release();
});

describe.each(vectorNames('lora_'))('[E53] %s on a checkpoint', (name) => {
  const { base: baseFile, weight } = readInfo<LoraInfo>(name);
  const base = baseFile.replace(/\.safetensors$/, '');
  const info = readInfo(base);
  const [wanted, inputs] = [readExpected(name), readExpected(base)];
  const open = async (strength: number) => {
    const dir = modelFolder([baseFile, `${name}.safetensors`], settingsOf(info));
    const uses = [{ file: join(dir, `${name}.safetensors`), weight: strength }];
    return { folder: await readModelFolder(dir), plan: await LoraPlan.of(dir, uses, { threads: 1 }) };
  };
  const run = async (
    { folder, plan }: Awaited<ReturnType<typeof open>>,
    part: 'unet' | 'textEncoder',
    feeds: Record<string, GraphTensor>,
    output: string,
  ) => {
    const source = folder.graphs[part];
    const graph = plan.merged.length > 0 ? await Graph.open(source, { threads: 1, patches: plan }) : await loaded(`${base} ${part}`, source);
    graph.adapt(plan.factors(part === 'unet' ? 'unet' : 'text_encoder'));
    const { data } = await graph.run(feeds, output);
    if (plan.merged.length > 0) await graph.release();
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
    expect(opened.plan.report[0]?.unmatched).toEqual([]);
    const prediction = await run(opened, 'unet', unetFeeds(), 'out_sample');
    expect(largestDifference(prediction, wanted(`unet.out_w${weight}`).data)).toBeLessThanOrEqual(CLOSE);
    if (!wanted.has('unet.out_w1.0')) return;
    const full = await run(await open(1), 'unet', unetFeeds(), 'out_sample');
    expect(largestDifference(full, wanted('unet.out_w1.0').data)).toBeLessThanOrEqual(CLOSE);
  });

  // One that is fed, and one that is merged.
  if (['lora_locon', 'lora_loha'].includes(name)) {
    it('[E111] changes a UNet that computes with 16 bits', async () => {
      const { folder, plan } = await open(weight);
      const device = { provider: 'cpu', hasHalf: true } as const;
      const graph = await Graph.open(folder.graphs.unet, { threads: 1, patches: plan, device });
      expect(graph.isHalf).toBe(true);
      graph.adapt(plan.factors('unet'));
      const { data } = await graph.run(unetFeeds(), 'out_sample');
      await graph.release();
      expect(largestDifference(data, wanted(`unet.out_w${weight}`).data)).toBeLessThanOrEqual(HALF_CLOSE);
    });
  }

  if (wanted.has(`text.context_w${weight}`)) {
    it('both text encoders give the outputs of the reference', async () => {
      const { folder, plan } = await open(weight);
      const encoders = await TextEncoders.open(folder, { threads: 1, patches: plan });
      encoders.adapt((part) => plan.factors(part));
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

describe('[E60] a LoRA of low rank on a checkpoint', () => {
  const job: ImageJob = {
    ...{ prompt: 'a red fox', negative: 'blur', scheduler: 'ddim', steps: 2, guidance: 5 },
    ...{ width: 64, height: 64, seed: 7 },
  };
  const files = ['lora_plain', 'lora_locon', 'lora_dora'].map((name) => `${name}.safetensors`);
  const dir = modelFolder(['sd15.safetensors', ...files], settingsOf(readInfo('sd15')));
  const [plain, locon, dora] = files.map((file) => join(dir, file));
  const planOf = (...uses: [file: string | undefined, weight: number][]) =>
    LoraPlan.of(dir, uses.map(([file, weight]) => ({ file: file!, weight })), { threads: 1 });

  it('changes a loaded model from image to image, which repeats byte for byte whatever came before', async () => {
    const pipeline = await DiffusionPipeline.load(await readModelFolder(dir), { threads: 1 });
    const render = async (plan: LoraPlan) => {
      pipeline.useLoras(plan);
      return (await pipeline.render(job)).latents;
    };
    const base = (await pipeline.render(job)).latents;
    const light = await render(await planOf([plain, 0.3]));
    const both = await render(await planOf([plain, 0.3], [locon, 0.8]));
    expect(largestDifference(light, base)).toBeGreaterThan(CLOSE);
    expect(largestDifference(both, light)).toBeGreaterThan(CLOSE);
    expect(await render(await planOf([plain, 0.3]))).toEqual(light);
    const halves = await render(await planOf([plain, 0.1], [plain, 0.2]));
    expect(largestDifference(halves, light)).toBeLessThanOrEqual(CLOSE);
    expect(await render(await planOf())).toEqual(base);
    await pipeline.release();
  });

  it('has another weight without a load, beside one of another form, which is part of what is loaded', async () => {
    expect((await planOf([plain, 1], [dora, 1], [locon, 0])).merged).toEqual([1]);
    const models = new LoadedModels({ budgetBytes: 2 ** 33, threads: 1 }, () => undefined);
    const loads: number[] = [];
    for (const weight of [0.8, 0.85, -1]) {
      const loras = [{ id: 'plain', file: plain!, sha256: 'a', weight }];
      const request = { modelDir: dir, modelName: 'sd15', loras, width: 64, height: 64 };
      (await models.acquire(request, () => loads.push(weight))).release();
    }
    expect(loads).toEqual([0.8]);
  });
});
