import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { BUILT_IN_UPSCALERS } from '@visionary/contract';
import { readImage } from '@visionary/diffusion';
import { upscalerLabel } from '@visionary/infotext';
import { type JobFileKind, UPLOAD_TRANSFORM } from '../../../../libs/generation/cli.js';
import { runImageTask } from '../../../../libs/platform/images/run-image-task.js';
import { listAlternatives } from '../find-model.js';
import { additionIdOf, additionsDir, findLocalAddition, listLocalAdditions } from '../local-additions.js';
import { UserError } from '../user-error.js';

const LABELS: Readonly<Record<JobFileKind, string>> = {
  lora: 'LoRA',
  embedding: 'Embedding',
  vae: 'VAE',
  controlnet: 'ControlNet',
  upscaler: 'Upscaler',
};

const MAX_IMAGE_BYTES = 256 * 1024 * 1024;
/** To find out whether a file is an image, any size will do. */
const SMALL = { width: 8, height: 8 };

/** A file for the renderer, and the hash that the job refers to. */
export interface Attachment {
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** The path of a LoRA or another addition. @param fileOrName a file, or a name in its folder. @throws UserError */
export async function resolveAddition(kind: JobFileKind, fileOrName: string, modelsDir: string): Promise<string> {
  const local = findLocalAddition(modelsDir, kind, fileOrName);
  if (!existsSync(fileOrName) && existsSync(local)) return local;
  if (existsSync(fileOrName) || fileOrName !== additionIdOf(fileOrName)) return requireFile(fileOrName);
  const builtIn = kind === 'upscaler' ? BUILT_IN_UPSCALERS.map(upscalerLabel) : [];
  const alternatives = listAlternatives([...builtIn, ...(await listLocalAdditions(modelsDir, kind))]);
  const dir = additionsDir(modelsDir, kind);
  throw new UserError(`${LABELS[kind]} ${fileOrName} not found, neither here nor in ${dir}.${alternatives}`);
}

/** @throws UserError for an unreadable file and for one that is no image */
export async function readImageFile(file: string): Promise<Attachment> {
  const attachment = await readAttachment(file);
  try {
    await readImage(attachment.bytes, SMALL, file);
  } catch (error) {
    throw new UserError(`${(error as Error).message}. Give a PNG, JPEG, or WebP.`);
  }
  return attachment;
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
    return attachmentOf(Buffer.concat(chunks));
  } catch (error) {
    throw error instanceof UserError ? error : unreadableError(file, error);
  }
}

/** The image as a server stores it when it is uploaded into a room. @returns undefined if it is no image */
export async function reencodeAsUpload({ bytes }: Attachment): Promise<Attachment | undefined> {
  const result = await runImageTask({ type: 'transform', file: bytes, transform: UPLOAD_TRANSFORM });
  return result.type === 'image' ? attachmentOf(result.data) : undefined;
}

const attachmentOf = (bytes: Uint8Array): Attachment => ({
  bytes,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

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
