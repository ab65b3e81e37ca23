import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { folderHash, RUNTIME } from '@visionary/diffusion';
import { IMAGE_RECORD_KEYWORD, parseImageRecord, readPngText } from '@visionary/infotext';
import { contentKeyOfFile } from '@visionary/platform/blobs';
import { filesOf, type JobFileKind, type RenderCommand, type RenderJob } from '../../../../libs/generation/cli.js';
import { modelDirOf } from '../find-model.js';
import { findLocalAddition } from '../local-additions.js';
import { UserError } from '../user-error.js';
import { renderCommandOf } from './render-request.js';
import type { RenderOptions } from './render-options.js';
import { type Attachment, readAttachment, reencodeAsUpload, requireFile } from './request-files.js';

const LABELS = {
  lora: 'LoRA',
  embedding: 'embedding',
  vae: 'VAE',
  controlnet: 'ControlNet',
  upscaler: 'upscaler',
} as const;

const optionOf = (kind: JobFileKind): string => (kind === 'upscaler' ? 'hires-upscaler' : kind);

/** The generation data inside an image. */
interface ImageRecord extends RenderedBy {
  readonly modelName: string;
  readonly modelHash: string;
  readonly job: RenderJob;
}

export interface Reproduction {
  readonly command: RenderCommand;
  /** Bytes of the original image. */
  readonly original: Uint8Array;
  readonly by: RenderedBy;
}

/** What an image was rendered with. */
export interface RenderedBy {
  readonly runtime: string;
  readonly provider: string;
}

/** @returns a sentence about a difference that can change the result */
export function warningOf({ runtime, provider }: RenderedBy, actualProvider: string): string | undefined {
  if (runtime === RUNTIME && provider === actualProvider) return undefined;
  return `The image was rendered with ${runtime} (${provider}), and this is ${RUNTIME} (${actualProvider}), so the result may differ.`;
}

/**
 * Builds the command that renders an image again.
 * @throws UserError without generation data; with all missing or different inputs
 */
export async function readReproduction(
  options: RenderOptions & { reproduce: string },
  modelsDir: string,
): Promise<Reproduction> {
  const { bytes: original } = await readAttachment(options.reproduce);
  const record = readRecord(original, options.reproduce);
  const { job } = record;
  const modelDir = modelDirOf(modelsDir, options.model ?? record.modelName);
  const differences: string[] = [];
  // An image that was only enlarged needs neither a model nor what the image before was rendered from.
  const { init: jobInit, controls } = job.upscale ? {} : job;
  if (!job.upscale) differences.push(...(await describeModelDifference(modelDir, record)));
  const imageSha256 = job.upscale?.imageSha256;
  const upscale = await readInput(options.init, imageSha256, '--init', 'the image that it enlarges', differences);
  const init = await readInput(options.init, jobInit?.sha256, '--init', 'its init image', differences);
  const mask = await readInput(options.mask, jobInit?.maskSha256, '--mask', 'its mask', differences);
  const files = await findFiles(options, job, modelsDir, differences);
  const controlImages = await findControlImages(options.controlFiles.images, controls, differences);
  if (differences.length > 0) {
    throw new UserError(`${options.reproduce} can’t be reproduced: ${differences.join('; ')}.`);
  }
  const command = renderCommandOf(job, modelDir, record.modelName, { files, init, mask, controlImages, upscale });
  return { command, original, by: { runtime: record.runtime, provider: record.provider } };
}

function readRecord(png: Uint8Array, file: string): ImageRecord {
  const text = readPngText(png).get(IMAGE_RECORD_KEYWORD);
  if (text === undefined) throw new UserError(`${file} has no Visionary generation data.`);
  const record = parseImageRecord(text) as ImageRecord | undefined;
  if (typeof record?.job.prompt === 'string' && typeof record.modelHash === 'string') return record;
  throw new UserError(`Couldn’t read the generation data in ${file}.`);
}

async function describeModelDifference(dir: string, { modelName, modelHash }: ImageRecord): Promise<string[]> {
  const actualHash = await folderHash(dir).catch(() => undefined);
  if (actualHash === modelHash) return [];
  if (!actualHash) return [`the model ${modelName} wasn’t found (give its folder with -m)`];
  return [`the model in ${dir} differs (${shortHash(actualHash)}, the image was made with ${shortHash(modelHash)})`];
}

async function readInput(
  file: string | undefined,
  sha256: string | undefined,
  option: string,
  label: string,
  differences: string[],
): Promise<Attachment | undefined> {
  if (sha256 === undefined) return undefined;
  if (file === undefined) {
    differences.push(`${label} (SHA-256 ${shortHash(sha256)}) is required: ${option} FILE`);
    return undefined;
  }
  const input = await readAs(file, [sha256]);
  if (input.sha256 !== sha256) {
    differences.push(
      `${file} is not ${label} (${shortHash(input.sha256)}, not ${shortHash(sha256)}), not even re-encoded as an upload: download it from the room`,
    );
  }
  return input;
}

/** Reads an image. If its file is not one of these, but a server stores it as one of these, as it is stored. */
async function readAs(file: string, sha256s: readonly string[]): Promise<Attachment> {
  const input = await readAttachment(file);
  if (sha256s.includes(input.sha256)) return input;
  const stored = await reencodeAsUpload(input);
  return stored && sha256s.includes(stored.sha256) ? stored : input;
}

/** Finds the images of the ControlNets by content. Their order is ignored. */
async function findControlImages(
  given: readonly string[],
  controls: RenderJob['controls'] = [],
  differences: string[],
): Promise<Attachment[]> {
  const sha256s = controls.map(({ imageSha256 }) => imageSha256);
  const images = await Promise.all(given.map(async (file) => ({ file, ...(await readAs(file, sha256s)) })));
  const other = images.find(({ sha256 }) => !sha256s.includes(sha256));
  if (other) {
    differences.push(
      `${other.file} is not the image of one of its ControlNets (${shortHash(other.sha256)}), not even re-encoded as an upload: download it from the room`,
    );
  }
  return controls.flatMap(({ id, imageSha256 }) => {
    const found = images.find(({ sha256 }) => sha256 === imageSha256);
    if (found) return [found];
    differences.push(
      `the image of the ControlNet ${id} (SHA-256 ${shortHash(imageSha256)}) is required: --control-image FILE`,
    );
    return [];
  });
}

/** Finds the files of a job by content, among the given ones and in their folders. Names and order are ignored. */
async function findFiles(
  options: RenderOptions,
  job: RenderJob,
  modelsDir: string,
  differences: string[],
): Promise<string[]> {
  const wanted = filesOf(job);
  const localFiles = wanted.map(({ kind, id }) => findLocalAddition(modelsDir, kind, id));
  const given = [
    ...options.loras.map(({ file }) => file),
    ...options.embeddings,
    ...(options.vae ? [options.vae] : []),
    ...options.controlFiles.nets,
    ...(options['hires-upscaler'] ? [options['hires-upscaler']] : []),
  ];
  const candidates = [...given, ...localFiles.filter((file) => existsSync(file))];
  const files = await Promise.all(candidates.map((file) => requireFile(file)));
  const hashedFiles = await Promise.all(files.map(async (file) => ({ file, sha256: await contentKeyOfFile(file) })));
  return wanted.map(({ kind, id, sha256 }) => {
    const file = hashedFiles.find((entry) => entry.sha256 === sha256)?.file;
    if (file !== undefined) return file;
    const sameName = hashedFiles.find((entry) => basename(entry.file) === `${id}.safetensors`);
    differences.push(
      sameName
        ? `${sameName.file} differs from the ${LABELS[kind]} the image was made with (${shortHash(sameName.sha256)}, not ${shortHash(sha256 ?? '')})`
        : `the ${LABELS[kind]} ${id} (SHA-256 ${shortHash(sha256 ?? '')}) is required: --${optionOf(kind)} FILE`,
    );
    return id;
  });
}

const shortHash = (hash: string) => hash.slice(0, 10);
