import { createHash, randomInt } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { finalSize } from '@visionary/contract';
import { parseExtraNetworks } from '@visionary/infotext';
import { readAddition } from '@visionary/diffusion/additions';
import type { JobFileKind, Model, RenderCommand, RenderJob } from '../../../../libs/generation/cli.js';
import { listAlternatives } from '../find-model.js';
import { findLocalAddition, listLocalAdditions, additionIdOf, additionsDir } from '../local-additions.js';
import { UserError } from '../user-error.js';
import type { RenderOptions } from './render-options.js';

const LABELS: Readonly<Record<JobFileKind, string>> = {
  lora: 'LoRA',
  embedding: 'Embedding',
  vae: 'VAE',
  controlnet: 'ControlNet',
  upscaler: 'Upscaler',
};

/** The default of common tools. */
const DEFAULT_STRENGTH = 0.6;
const DEFAULT_HIRES_STRENGTH = 0.7;
const MAX_IMAGE_BYTES = 256 * 1024 * 1024;

/** A file for the renderer, and the hash that the job refers to. */
export interface Attachment {
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** @throws UserError for an unreadable file */
export async function buildRenderRequest(
  options: RenderOptions,
  model: Model,
  modelsDir: string,
): Promise<RenderCommand> {
  const { recommended } = model;
  const { text: prompt, loras: tags } = parseExtraNetworks(options.prompt ?? '');
  const requested = [...options.loras, ...tags.map(({ name, weight }) => ({ file: name, weight }))];
  const loras = await Promise.all(
    requested.map(async (lora) => ({ ...lora, file: await resolveAddition('lora', lora.file, modelsDir) })),
  );
  const embeddings = await Promise.all(options.embeddings.map((name) => readEmbeddingOption(name, modelsDir)));
  const vae = options.vae === undefined ? undefined : { file: await resolveAddition('vae', options.vae, modelsDir) };
  const init = options.init === undefined ? undefined : await readAttachment(options.init);
  const mask = options.mask === undefined ? undefined : await readAttachment(options.mask);
  const job: RenderJob = {
    prompt,
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
    ...hiresOf(options, recommended),
    ...(loras.length > 0 && { loras: loras.map(({ file, weight }) => ({ id: additionIdOf(file), weight })) }),
    ...(embeddings.length > 0 && { embeddings: embeddings.map(({ id, word }) => ({ id, word })) }),
    ...(vae && { vae: { id: additionIdOf(vae.file) } }),
    ...(init && {
      init: {
        sha256: init.sha256,
        strength: options.strength ?? DEFAULT_STRENGTH,
        ...(mask && { maskSha256: mask.sha256 }),
      },
    }),
  };
  requireSize(job, model);
  const files = [...loras, ...embeddings, ...(vae ? [vae] : [])].map(({ file }) => file);
  return renderCommandOf(job, model.dir, model.id, { files, init, mask });
}

/** Half as many steps and the strength of common tools by default. */
function hiresOf(options: RenderOptions, recommended: Model['recommended']): Pick<RenderJob, 'hires'> {
  if (options.hires === undefined) return {};
  const hires = {
    upscaler: options['hires-upscaler'] ?? 'latent',
    scale: options.hires,
    steps: options['hires-steps'] ?? Math.min(100, Math.ceil((options.steps ?? recommended.steps) / 2)),
    strength: options['hires-strength'] ?? DEFAULT_HIRES_STRENGTH,
  };
  return { hires: { ...hires, ...finalSize({ ...(options.size ?? recommended), hires }) } };
}

function requireSize({ width, height }: RenderJob, { id, sizeMultiple }: Model): void {
  if (width % sizeMultiple === 0 && height % sizeMultiple === 0) return;
  throw new UserError(`Size ${width}x${height} isn’t supported: ${id} needs multiples of ${sizeMultiple}.`);
}

interface RenderAttachments {
  /** In the order of `filesOf`. */
  readonly files: readonly string[];
  readonly init?: Attachment | undefined;
  readonly mask?: Attachment | undefined;
}

export function renderCommandOf(
  job: RenderJob,
  modelDir: string,
  modelName: string,
  { files, init, mask }: RenderAttachments,
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
  };
}

/** An embedding with its word: the one that its trainer gave it, or the name of its file. @throws ModelFolderError */
async function readEmbeddingOption(fileOrName: string, modelsDir: string) {
  const file = await resolveAddition('embedding', fileOrName, modelsDir);
  const { facts } = readAddition(file, 'embedding');
  const id = additionIdOf(file);
  return { file, id, word: ('word' in facts && facts.word) || id };
}

/** The path of a LoRA or another addition. @param fileOrName a file, or a name in its folder. @throws UserError */
async function resolveAddition(kind: JobFileKind, fileOrName: string, modelsDir: string): Promise<string> {
  const local = findLocalAddition(modelsDir, kind, fileOrName);
  if (!existsSync(fileOrName) && existsSync(local)) return local;
  if (existsSync(fileOrName) || fileOrName !== additionIdOf(fileOrName)) return requireFile(fileOrName);
  const alternatives = listAlternatives(await listLocalAdditions(modelsDir, kind));
  const dir = additionsDir(modelsDir, kind);
  throw new UserError(`${LABELS[kind]} ${fileOrName} not found, neither here nor in ${dir}.${alternatives}`);
}

/** @throws UserError for an unreadable file and for an endless one */
export async function readAttachment(file: string): Promise<Attachment> {
  try {
    const chunks: Buffer[] = [];
    let length = 0;
    // The size of a pipe is unknown, so bytes are counted.
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > MAX_IMAGE_BYTES) throw new UserError(`${file} is too large for an image.`);
      chunks.push(chunk);
    }
    const bytes = Buffer.concat(chunks);
    return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    throw error instanceof UserError ? error : unreadableError(file, error);
  }
}

/** @returns the absolute path. @throws UserError for a missing file */
export async function requireFile(file: string): Promise<string> {
  const stats = await stat(file).catch((error: unknown) => {
    throw unreadableError(file, error);
  });
  if (!stats.isFile()) throw new UserError(`${file} isn’t a file.`);
  return resolve(file);
}

function unreadableError(file: string, error: unknown): UserError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new UserError(code === 'ENOENT' ? `File ${file} not found.` : `Couldn’t read ${file}: ${message}.`);
}
