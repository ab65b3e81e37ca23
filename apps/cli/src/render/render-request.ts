import { randomInt } from 'node:crypto';
import { finalSize, isBuiltInUpscaler } from '@visionary/contract';
import { findUpscaler, parseExtraNetworks } from '@visionary/infotext';
import { readAddition } from '@visionary/diffusion/additions';
import type { Model, RenderCommand, RenderJob } from '../../../../libs/generation/cli.js';
import { additionIdOf } from '../local-additions.js';
import { UserError } from '../user-error.js';
import type { ControlOption, WeightedFile } from './control-options.js';
import type { RenderOptions } from './render-options.js';
import { type Attachment, readImageFile, resolveAddition } from './request-files.js';
import { requireFits, requireSupported } from './model-limits.js';

/** The default of common tools. */
const DEFAULT_STRENGTH = 0.6;
const DEFAULT_HIRES_STRENGTH = 0.7;
const DEFAULT_UPSCALER = 'latent';

/** All files of a request. */
interface RequestInputs {
  readonly loras: readonly WeightedFile[];
  readonly embeddings: readonly { readonly file: string; readonly word: string }[];
  readonly vae: string | undefined;
  readonly controls: readonly (ControlOption & { readonly attachment: Attachment })[];
  /** Of an upscaler model. */
  readonly upscaler: string | undefined;
  readonly init: Attachment | undefined;
  readonly mask: Attachment | undefined;
}

/** @throws UserError, ModelFolderError for a file that is missing, unreadable, of another kind, or for another model */
export async function buildRenderRequest(
  options: RenderOptions,
  model: Model,
  modelsDir: string,
): Promise<RenderCommand> {
  const { text: prompt } = parseExtraNetworks(options.prompt ?? '');
  const inputs = await readInputs(options, modelsDir);
  const { embeddings, vae, controls, upscaler, init, mask } = inputs;
  const job = jobOf({ ...options, prompt }, inputs, model.recommended);
  requireSupported(job, model);
  await requireFits(model.dir, [
    ...embeddings.map(({ file }) => ({ kind: 'embedding' as const, file })),
    ...(vae === undefined ? [] : [{ kind: 'vae' as const, file: vae }]),
    ...controls.map(({ file }) => ({ kind: 'controlnet' as const, file })),
    ...(upscaler === undefined ? [] : [{ kind: 'upscaler' as const, file: upscaler }]),
  ]);
  const files = [
    ...[...inputs.loras, ...embeddings].map(({ file }) => file),
    ...(vae === undefined ? [] : [vae]),
    ...controls.map(({ file }) => file),
    ...(upscaler === undefined ? [] : [upscaler]),
  ];
  const controlImages = controls.map(({ attachment }) => attachment);
  return renderCommandOf(job, model.dir, model.id, { files, init, mask, controlImages });
}

async function readInputs(options: RenderOptions, modelsDir: string): Promise<RequestInputs> {
  const { init, mask, vae, 'hires-upscaler': upscaler } = options;
  return {
    loras: await Promise.all(
      options.loras.map(async (lora) => ({ ...lora, file: await resolveAddition('lora', lora.file, modelsDir) })),
    ),
    embeddings: await Promise.all(options.embeddings.map((name) => readEmbeddingOption(name, modelsDir))),
    vae: vae === undefined ? undefined : await resolveAddition('vae', vae, modelsDir),
    controls: await Promise.all(
      options.controls.map(async (control) => ({
        ...control,
        file: await resolveAddition('controlnet', control.file, modelsDir),
        attachment: await readImageFile(control.image),
      })),
    ),
    upscaler: upscaler === undefined ? undefined : await resolveUpscaler(upscaler, modelsDir),
    init: init === undefined ? undefined : await readImageFile(init),
    mask: mask === undefined ? undefined : await readImageFile(mask),
  };
}

/** @returns undefined for a built-in one */
async function resolveUpscaler(name: string, modelsDir: string): Promise<string | undefined> {
  if (findUpscaler(name)?.isExact) return undefined;
  const file = await resolveAddition('upscaler', name, modelsDir);
  if (!isBuiltInUpscaler(additionIdOf(file))) return file;
  throw new UserError(`${file} has the name of a built-in upscaler. Rename it.`);
}

function jobOf(options: RenderOptions, inputs: RequestInputs, recommended: Model['recommended']): RenderJob {
  const { loras, embeddings, vae, controls, init, mask } = inputs;
  return {
    prompt: options.prompt ?? '',
    negative: options.negative ?? '',
    scheduler: options.scheduler ?? recommended.scheduler,
    steps: options.steps ?? recommended.steps,
    guidance: options.guidance ?? recommended.guidance,
    width: options.size?.width ?? recommended.width,
    height: options.size?.height ?? recommended.height,
    seed: options.seed ?? randomInt(2 ** 32),
    batch: options.batch ?? 1,
    ...(options.eta !== undefined && { eta: options.eta }),
    ...(options['clip-skip'] !== undefined && { clipSkip: options['clip-skip'] }),
    ...hiresOf(options, inputs, recommended),
    ...(loras.length > 0 && { loras: loras.map(({ file, weight }) => ({ id: additionIdOf(file), weight })) }),
    ...(embeddings.length > 0 && {
      embeddings: embeddings.map(({ file, word }) => ({ id: additionIdOf(file), word })),
    }),
    ...(vae !== undefined && { vae: { id: additionIdOf(vae) } }),
    ...(controls.length > 0 && { controls: controls.map(controlOf) }),
    ...(init && {
      init: {
        sha256: init.sha256,
        strength: options.strength ?? DEFAULT_STRENGTH,
        ...(mask && { maskSha256: mask.sha256 }),
      },
    }),
  };
}

const controlOf = ({ file, weight, start, end, attachment }: RequestInputs['controls'][number]) => ({
  ...{ id: additionIdOf(file), weight, start, end, imageSha256: attachment.sha256 },
});

/** Half as many steps and the strength of common tools by default. */
function hiresOf(
  options: RenderOptions,
  { upscaler }: RequestInputs,
  recommended: Model['recommended'],
): Pick<RenderJob, 'hires'> {
  if (options.hires === undefined) return {};
  const builtIn = findUpscaler(options['hires-upscaler'] ?? DEFAULT_UPSCALER)?.id ?? DEFAULT_UPSCALER;
  const hires = {
    upscaler: upscaler === undefined ? builtIn : additionIdOf(upscaler),
    scale: options.hires,
    steps: options['hires-steps'] ?? Math.min(100, Math.ceil((options.steps ?? recommended.steps) / 2)),
    strength: options['hires-strength'] ?? DEFAULT_HIRES_STRENGTH,
  };
  return { hires: { ...hires, ...finalSize({ ...(options.size ?? recommended), hires }) } };
}

interface RenderAttachments {
  /** In the order of `filesOf`. */
  readonly files: readonly string[];
  readonly init?: Attachment | undefined;
  readonly mask?: Attachment | undefined;
  /** Of the ControlNets, in their order. */
  readonly controlImages?: readonly Attachment[];
  /** The image of an upscale. */
  readonly upscale?: Attachment | undefined;
}

export function renderCommandOf(
  job: RenderJob,
  modelDir: string,
  modelName: string,
  { files, init, mask, controlImages = [], upscale }: RenderAttachments,
): RenderCommand {
  return {
    type: 'render',
    takeId: 'terminal',
    modelDir,
    modelName,
    job,
    sendFrames: false,
    ...(files.length > 0 && { files }),
    ...(init && { initPng: init.bytes }),
    ...(mask && { maskPng: mask.bytes }),
    ...(upscale && { upscalePng: upscale.bytes }),
    ...(controlImages.length > 0 && { controlPngs: controlImages.map(({ bytes }) => bytes) }),
  };
}

/** An embedding with its word: the one that its trainer gave it, or the name of its file. @throws ModelFolderError */
async function readEmbeddingOption(fileOrName: string, modelsDir: string) {
  const file = await resolveAddition('embedding', fileOrName, modelsDir);
  const { facts } = readAddition(file, 'embedding');
  return { file, word: ('word' in facts && facts.word) || additionIdOf(file) };
}
