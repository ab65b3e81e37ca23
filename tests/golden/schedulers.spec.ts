import { describe, expect, it } from '@jest/globals';
import { createScheduler, readSchedulerConfig } from '@visionary/diffusion';
import type { Scheduler, SchedulerName } from '@visionary/diffusion';
import { readVectors, relativeDifference } from './vectors.js';

interface Run {
  mode: 'txt2img' | 'img2img';
  num_inference_steps: number;
  timesteps: number[];
  sigmas?: number[];
  init_noise_sigma?: number;
  model_input_first4: number[][];
  prev_samples?: number[][];
  prev_sample_first?: number[];
  final_sample?: number[];
  final_denoised?: number[];
  noise_index?: (number | null)[];
  t_start?: number;
  add_noise_result?: number[];
}

interface Vectors {
  scheduler: string;
  configs: {
    config_name: string;
    config: Record<string, unknown>;
    step_kwargs?: { eta?: number };
    runs: Run[];
  }[];
}

interface Common {
  latent: number[];
  img2img_clean_latent: number[];
  noise: Record<string, number[]>;
}

const common = readVectors<Common>('sched_common.json');
const noise = (index: number | string) => Float32Array.from(common.noise[String(index)]!);

/** The model that was stepped when the vectors were made. */
function pretendModel(x: Float32Array, timestep: number): Float32Array {
  return Float32Array.from(x, (value, i) => 0.7 * value * Math.cos(timestep / 1000) + 0.1 * Math.sin(i));
}

function tolerance(name: SchedulerName, configName: string): number {
  const cancels = (name === 'euler' || name === 'euler_ancestral') && configName === 'zsnr_v_trailing';
  return cancels ? 1e-3 : 1e-5;
}

function walk(scheduler: Scheduler, run: Run, close: number): Float32Array {
  const first = (run.t_start ?? 0) * scheduler.callsPerStep;
  let sample =
    run.mode === 'txt2img'
      ? Float32Array.from(common.latent, (value) => value * scheduler.initNoiseSigma)
      : scheduler.addNoise(Float32Array.from(common.img2img_clean_latent), noise(99), first);
  if (run.add_noise_result) expect(relativeDifference(sample, run.add_noise_result)).toBeLessThanOrEqual(close);
  let predictedX0 = sample;
  run.timesteps.forEach((timestep, i) => {
    const index = first + i;
    const input = scheduler.scaleModelInput(sample, index);
    expect(relativeDifference(input.slice(0, 4), run.model_input_first4[i]!)).toBeLessThanOrEqual(close);
    const drawn = run.noise_index?.[i];
    expect(scheduler.wantsNoise(index)).toBe(drawn !== null && drawn !== undefined);
    const output = pretendModel(input, timestep);
    const given = scheduler.wantsNoise(index) ? noise(drawn!) : undefined;
    ({ sample, predictedX0 } = scheduler.step(output, index, sample, given));
    const wanted = run.prev_samples?.[i] ?? (i === 0 ? run.prev_sample_first : undefined);
    if (wanted) expect(relativeDifference(sample, wanted)).toBeLessThanOrEqual(close);
  });
  if (run.final_sample) expect(relativeDifference(sample, run.final_sample)).toBeLessThanOrEqual(close);
  return predictedX0;
}

const NAMES: readonly SchedulerName[] = [
  'ddim',
  'euler',
  'euler_ancestral',
  'dpmpp_2m',
  'dpmpp_2m_karras',
  'dpmpp_2m_sde_karras',
  'pndm',
  'heun',
  'unipc',
  'lcm',
];

describe.each(NAMES)('[E9] %s agrees with the reference', (name) => {
  const vectors = readVectors<Vectors>(`sched_${name}.json`);
  const cases = vectors.configs.flatMap((config) => config.runs.map((run) => ({ ...config, run })));

  it.each(cases.map((one) => [`${one.config_name} ${one.run.mode} ${one.run.num_inference_steps}`, one] as const))(
    '%s',
    (_title, { config_name, config, step_kwargs, run }) => {
      const close = tolerance(name, config_name);
      const parsed = readSchedulerConfig({ _class_name: vectors.scheduler, ...config });
      const variant = name === 'dpmpp_2m_sde_karras' && !parsed.useKarrasSigmas ? 'dpmpp_2m_sde' : name;
      const scheduler = createScheduler(variant, parsed, run.num_inference_steps, { eta: step_kwargs?.eta ?? 0 });
      const first = (run.t_start ?? 0) * scheduler.callsPerStep;
      expect(relativeDifference(scheduler.timesteps.slice(first), run.timesteps)).toBeLessThanOrEqual(1e-6);
      if (run.init_noise_sigma) {
        expect(Math.abs(scheduler.initNoiseSigma / run.init_noise_sigma - 1)).toBeLessThanOrEqual(1e-5);
      }
      const denoised = walk(scheduler, run, close);
      if (run.final_denoised) expect(relativeDifference(denoised, run.final_denoised)).toBeLessThanOrEqual(close);
    },
  );
});

describe('the noise schedule', () => {
  const all = readVectors<Record<string, number[]>>('sched_common.json');
  it.each([
    ['alphas_cumprod_sd_all', false],
    ['alphas_cumprod_zsnr_all', true],
  ])('%s', (key, zeroSnr) => {
    const config = {
      _class_name: 'DDIMScheduler',
      beta_start: 0.00085,
      beta_end: 0.012,
      beta_schedule: 'scaled_linear',
    };
    const parsed = readSchedulerConfig({ ...config, rescale_betas_zero_snr: zeroSnr });
    const everyStep = createScheduler('ddim', parsed, 1000);
    // With one timestep per trained step, addNoise of a clean 1 and no noise is the square root of the cumulated alpha.
    const one = Float32Array.of(1);
    const none = Float32Array.of(0);
    const found = Array.from({ length: 1000 }, (_, i) => everyStep.addNoise(one, none, 999 - i)[0]! ** 2);
    expect(relativeDifference(found, all[key]!)).toBeLessThanOrEqual(1e-6);
  });
});
