import { createHash, randomInt } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseExtraNetworks } from '@visionary/infotext';
import type { Model, RenderCommand, RenderJob } from '../../../../libs/generation/cli.js';
import { listAlternatives } from '../find-model.js';
import { findLocalLora, listLocalLoras, loraIdOf, lorasDir } from '../local-loras.js';
import { UserError } from '../user-error.js';
import type { RenderOptions } from './render-options.js';

/** As the field's tools have it where nothing is said. */
const USUAL_STRENGTH = 0.6;
const IMAGE_BYTES_AT_MOST = 256 * 1024 * 1024;

/** A file that is sent along, and what binds the job to it. */
export interface Attachment {
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** @throws Trouble when a file cannot be read */
export async function buildRenderRequest(
  options: RenderOptions,
  model: Model,
  modelsDir: string,
): Promise<RenderCommand> {
  const { recommended } = model;
  const { text: prompt, loras: tags } = parseExtraNetworks(options.prompt ?? '');
  const asked = [...options.loras, ...tags.map(({ name, weight }) => ({ file: name, weight }))];
  const loras = await Promise.all(asked.map(async (lora) => ({ ...lora, file: await loraFile(lora.file, modelsDir) })));
  const init = options.init === undefined ? undefined : await attach(options.init);
  const mask = options.mask === undefined ? undefined : await attach(options.mask);
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
    ...(loras.length > 0 && { loras: loras.map(({ file, weight }) => ({ id: loraIdOf(file), weight })) }),
    ...(init && {
      init: {
        sha256: init.sha256,
        strength: options.strength ?? USUAL_STRENGTH,
        ...(mask && { maskSha256: mask.sha256 }),
      },
    }),
  };
  requireSize(job, model);
  return parseCommand(job, model.dir, model.id, { loraFiles: loras.map(({ file }) => file), init, mask });
}

function requireSize({ width, height }: RenderJob, { id, sizeMultiple }: Model): void {
  if (width % sizeMultiple === 0 && height % sizeMultiple === 0) return;
  throw new UserError(`Size ${width}x${height} isn’t supported: ${id} needs multiples of ${sizeMultiple}.`);
}

interface CliAttachments {
  readonly loraFiles: readonly string[];
  readonly init?: Attachment | undefined;
  readonly mask?: Attachment | undefined;
}

export function parseCommand(
  job: RenderJob,
  modelDir: string,
  modelName: string,
  cliAttachments: CliAttachments,
): RenderCommand {
  return {
    ...{ type: 'render', takeId: 'terminal', modelDir, modelName, job, sendFrames: false },
    ...(cliAttachments.loraFiles.length > 0 && { loraFiles: cliAttachments.loraFiles }),
    ...(cliAttachments.init && { initPng: cliAttachments.init.bytes }),
    ...(cliAttachments.mask && { maskPng: cliAttachments.mask.bytes }),
  };
}

/** A file, or the name of one in the folder of LoRAs. @throws Trouble when there is neither */
async function loraFile(named: string, modelsDir: string): Promise<string> {
  const there = findLocalLora(modelsDir, named);
  if (!existsSync(named) && existsSync(there)) return there;
  if (existsSync(named) || named !== loraIdOf(named)) return requireFile(named);
  const known = listAlternatives(await listLocalLoras(modelsDir));
  throw new UserError(`LoRA ${named} not found, neither here nor in ${lorasDir(modelsDir)}.${known}`);
}

/** @throws Trouble when it cannot be read, or has no end */
export async function attach(file: string): Promise<Attachment> {
  try {
    const parts: Buffer[] = [];
    let length = 0;
    // A pipe does not say beforehand how much comes out of it.
    for await (const part of createReadStream(file) as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > IMAGE_BYTES_AT_MOST) throw new UserError(`${file} is too large for an image.`);
      parts.push(part);
    }
    const bytes = Buffer.concat(parts);
    return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    throw error instanceof UserError ? error : unreadable(file, error);
  }
}

/** @returns its absolute path. @throws Trouble when there is no such file */
export async function requireFile(file: string): Promise<string> {
  const found = await stat(file).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  if (!found.isFile()) throw new UserError(`${file} isn’t a file.`);
  return resolve(file);
}

function unreadable(file: string, error: unknown): UserError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new UserError(code === 'ENOENT' ? `File ${file} not found.` : `Couldn’t read ${file}: ${message}.`);
}
