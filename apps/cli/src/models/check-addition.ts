import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  additionMismatch,
  type AdditionFacts,
  type AdditionMismatch,
  modelTraits,
  readAddition,
} from '@visionary/diffusion/additions';
import { isModel } from '@visionary/diffusion/model-files';
import { ADDITION_NAMES, describeMismatch } from './describe-mismatch.js';
import { formatBytes, table } from './format.js';

/**
 * Describes an embedding, VAE, ControlNet, or upscaler, and lists the models that it fits.
 * @throws ModelFolderError with the tensor when the file is broken or something else
 */
export async function checkAddition(
  { modelsDir }: { readonly modelsDir: string },
  file: string,
  expected?: AdditionFacts['kind'],
): Promise<string> {
  const { facts } = readAddition(file, expected);
  const { size } = await stat(file);
  const names = existsSync(modelsDir) ? (await readdir(modelsDir)).sort() : [];
  const models = names.filter((name) => isModel(join(modelsDir, name)));
  const fits = await Promise.all(
    models.map(async (name) => [
      name,
      describeFit(facts.kind, additionMismatch(facts, await modelTraits(join(modelsDir, name)))),
    ]),
  );
  return table([
    [ADDITION_NAMES[facts.kind], `${basename(file)}, ${formatBytes(size)}`],
    ...describeFacts(facts),
    ...fits,
  ]);
}

/** What is compared with models. */
function describeFacts(facts: AdditionFacts): string[][] {
  switch (facts.kind) {
    case 'embedding':
      return [['width', facts.textWidths.join(' and ')]];
    case 'vae':
      return [
        ['latents', `${facts.latentChannels} channels, ${facts.spatialFactor} pixels a cell`],
        ['init image', facts.hasEncoder ? 'supported' : 'not supported: it has no encoder'],
      ];
    case 'controlnet':
      return [['text', `${facts.contextWidth} wide`]];
    case 'upscaler':
      return [];
    default:
      return facts satisfies never;
  }
}

function describeFit(kind: AdditionFacts['kind'], mismatch: AdditionMismatch | undefined): string {
  return mismatch ? `not compatible: ${describeMismatch(kind, mismatch)}` : 'compatible';
}
