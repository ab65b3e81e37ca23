import { createHash } from 'node:crypto';
import { isLatentUpscaler, isSchedulerName, lanczos, readImage, readMask } from '@visionary/diffusion';
import type { HiresPass, ImageJob, ImageUpscaler } from '@visionary/diffusion';
import { applyPromptPrefix } from '@visionary/infotext';
import { filesOf, type RenderCommand, type RenderJob } from '../../../libs/generation/domain/renderer-protocol.js';
import type { ModelRequest } from './model-requests.js';
import { TakeError } from './take-failure.js';

type LocalFile = Pick<ReturnType<typeof filesOf>[number], 'kind' | 'id'> & { readonly file: string };

/** In errors. */
const CONTROL_IMAGE = 'the image of a ControlNet';

/**
 * One image for the library, without its init image. TakeControl applies prompt changes and the stop point step by step.
 * @throws RangeError for an unknown scheduler
 */
export function imageJob(job: RenderJob, seed: number, upscalerModel?: ImageUpscaler): ImageJob {
  const { scheduler, steps, guidance, width, height, clipSkip, eta, hires } = job;
  if (!isSchedulerName(scheduler)) throw new RangeError(`there is no scheduler ${scheduler}`);
  const { prompt, negative } = applyPromptPrefix({ prompt: job.prompt, negative: job.negative }, job.added);
  return {
    ...{ prompt, negative, scheduler, steps, guidance, width, height, seed },
    ...(clipSkip !== undefined && { clipSkip }),
    ...(eta !== undefined && { eta }),
    ...(hires && { hires: { ...hires, upscaler: upscalerModel ?? upscalerOf(hires) } }),
  };
}

/** @throws RangeError for an unknown upscaler */
function upscalerOf({ upscaler }: NonNullable<RenderJob['hires']>): HiresPass['upscaler'] {
  if (isLatentUpscaler(upscaler)) return upscaler;
  if (upscaler === 'lanczos') return lanczos;
  throw new RangeError(`there is no upscaler ${upscaler}`);
}

/** What must be in memory for a job, at its largest size. */
export function modelRequest(
  { modelDir, modelName, files = [] }: Pick<RenderCommand, 'modelDir' | 'modelName' | 'files'>,
  job: Pick<RenderJob, 'loras' | 'vae' | 'embeddings' | 'width' | 'height' | 'hires' | 'controls'>,
): ModelRequest {
  const all = filesOf(job).map(({ sha256 = '', ...ref }, at) => ({ ...ref, sha256, file: files[at]! }));
  const loras = (job.loras ?? []).map(({ weight }, at) => ({ ...all[at]!, weight }));
  const { width, height } = job.hires ?? job;
  const passing = all.flatMap(({ kind, file }) =>
    kind === 'controlnet' || kind === 'upscaler' ? [{ kind, file }] : [],
  );
  return { modelDir, modelName, loras, vae: all.find(({ kind }) => kind === 'vae'), passing, width, height };
}

/** The embeddings of a job with the files of this machine. */
export function embeddingsOf(files: readonly LocalFile[], job: RenderJob): ImageJob['embeddings'] {
  const embeddings = files.filter(({ kind }) => kind === 'embedding');
  return job.embeddings?.map(({ word }, at) => ({ file: embeddings[at]!.file, name: word }));
}

/** The ControlNets of a job with the files of this machine. @throws TakeError if an image is missing */
export function controlsOf(
  files: readonly LocalFile[],
  { controlPngs = [] }: RenderCommand,
  job: RenderJob,
): ImageJob['controls'] {
  const nets = files.filter(({ kind }) => kind === 'controlnet');
  return job.controls?.map(({ weight, start, end, imageSha256 }, at) => {
    const png = requireHash(controlPngs[at], imageSha256, CONTROL_IMAGE);
    return { file: nets[at]!.file, imageAt: (size) => readImage(png, size, CONTROL_IMAGE), weight, start, end };
  });
}

/**
 * Decodes init image and mask at the size of the take.
 * @throws TakeError if bytes are missing or have another hash; RenderError if they are no image
 */
export async function decodeInitImage({ job, initPng, maskPng }: RenderCommand): Promise<ImageJob['init']> {
  const { init } = job;
  if (!init) return undefined;
  const { sha256, strength, maskSha256 } = init;
  const image = await readImage(requireHash(initPng, sha256, 'the init image'), job);
  if (maskSha256 === undefined) return { image, strength };
  return { image, strength, mask: await readMask(requireHash(maskPng, maskSha256, 'the mask'), job) };
}

/** @throws TakeError */
export function requireHash(bytes: Uint8Array | undefined, sha256: string, label: string): Uint8Array {
  if (!bytes) throw new TakeError('RENDER_OUT_OF_RANGE', `${label} is missing in the request`);
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual === sha256) return bytes;
  const problem = `${label} is not the file that this take is bound to`;
  throw new TakeError('RENDER_OUT_OF_RANGE', `${problem} (${actual.slice(0, 10)}, not ${sha256.slice(0, 10)})`);
}
