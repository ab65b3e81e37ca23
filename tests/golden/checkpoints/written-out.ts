import { join } from 'node:path';
import {
  type Conditioning,
  createScheduler,
  type Image,
  InitialNoise,
  type ModelFolder,
  TextEncoders,
} from '@visionary/diffusion';
import { readHeader } from '../../../libs/diffusion/checkpoint/checkpoint-files.js';
import { buildControlNet } from '../../../libs/diffusion/checkpoint/controlnet-graph.js';
import { findControlNet } from '../../../libs/diffusion/checkpoint/networks.js';
import type { LoraPlan } from '../../../libs/diffusion/lora/lora-plan.js';
import { builtGraph } from '../../../libs/diffusion/onnx/graph-source.js';
import { Graph } from '../../../libs/diffusion/sessions/graph.js';

/** What a render computes with a ControlNet, from networks that are compared with the original code on their own. */
export interface ControlledJob {
  readonly negative: string;
  readonly prompt: string;
  readonly width: number;
  readonly height: number;
  readonly steps: number;
  readonly guidance: number;
  readonly seed: number;
  readonly image: Image;
  readonly weight: number;
}

/** The networks of a model and a ControlNet, one by one. */
export class WrittenOut {
  private constructor(
    private readonly folder: ModelFolder,
    private readonly encoders: TextEncoders,
    private readonly unet: Graph,
    private readonly net: Graph,
  ) {}

  /** @param netFile in the model's folder. @param plan LoRAs, which do not change a ControlNet */
  static async open(folder: ModelFolder, netFile: string, plan?: LoraPlan): Promise<WrittenOut> {
    const options = { threads: 1, ...(plan && { patches: plan }) };
    const encoders = await TextEncoders.open(folder, options);
    const unet = await Graph.open(folder.graphs.unet, options);
    if (plan) {
      encoders.adapt((part) => plan.factors(part));
      unet.adapt(plan.factors('unet'));
    }
    const { dir } = folder;
    const tensors = findControlNet({ location: netFile, ...readHeader(dir, netFile) })!;
    const build = () => buildControlNet(tensors, folder.controlNetOptions!);
    const net = await Graph.open(builtGraph(join(dir, 'net.onnx'), dir, build), { threads: 1 });
    return new WrittenOut(folder, encoders, unet, net);
  }

  /** Euler, with ControlNet and UNet for one text at a time. @param isOn for each step. @returns the latents */
  async render(job: ControlledJob, isOn: readonly boolean[]): Promise<Float32Array> {
    const { width, height, steps, guidance, seed } = job;
    const texts = [await this.encoders.encode(job.negative), await this.encoders.encode(job.prompt)];
    const scheduler = createScheduler('euler', this.folder.scheduler, steps);
    const noise = new InitialNoise(seed).draw((4 * width * height) / 64);
    let sample: Float32Array = noise.map((value) => value * scheduler.initNoiseSigma);
    for (const [call, timestep] of scheduler.timesteps.entries()) {
      const input = { data: scheduler.scaleModelInput(sample, call), dims: [1, 4, height / 8, width / 8] };
      const predictions: Float32Array[] = [];
      for (const text of texts) predictions.push(await this.predict(input, timestep, text, job, isOn[call] === true));
      const [negative, positive] = predictions;
      const guided = negative!.map((base, i) => base + guidance * (positive![i]! - base));
      ({ sample } = scheduler.step(guided, call, sample));
    }
    return sample;
  }

  async release(): Promise<void> {
    await Promise.all([this.encoders.release(), this.unet.release(), this.net.release()]);
  }

  private async predict(
    sample: { readonly data: Float32Array; readonly dims: readonly number[] },
    timestep: number,
    { data, tokens, width: textWidth, pooled }: Conditioning,
    { width, height, image, weight }: ControlledJob,
    isControlled: boolean,
  ): Promise<Float32Array> {
    const feeds = {
      sample,
      timestep: { data: [timestep], dims: [1] },
      encoder_hidden_states: { data, dims: [1, tokens, textWidth] },
      ...(pooled && {
        text_embeds: { data: pooled, dims: [1, pooled.length] },
        time_ids: { data: Float32Array.from([height, width, 0, 0, height, width]), dims: [1, 6] },
      }),
    };
    const extra = { hint: hintOf(image), scale: { data: [weight], dims: [1] } };
    const residuals = isControlled ? await this.net.runFor({ ...feeds, ...extra }, this.net.outputNames) : {};
    return (await this.unet.run({ ...feeds, ...residuals }, 'out_sample')).data;
  }
}

function hintOf({ rgb, width, height }: Image) {
  const cells = width * height;
  const data = Float32Array.from({ length: 3 * cells }, (_, i) => rgb[3 * (i % cells) + Math.floor(i / cells)]! / 255);
  return { data, dims: [1, 3, height, width] };
}
