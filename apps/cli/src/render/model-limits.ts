import { basename } from 'node:path';
import { type AdditionFacts, additionMismatch, modelTraits, readAddition } from '@visionary/diffusion/additions';
import type { Model, RenderJob } from '../../../../libs/generation/cli.js';
import { ADDITION_NAMES, describeMismatch } from '../models/describe-mismatch.js';
import { UserError } from '../user-error.js';

/** @throws UserError for what the model can't do, as rooms reject it */
export function requireSupported(job: RenderJob, model: Model): void {
  requireSize(job, model);
  requireClipSkip(job, model);
}

function requireSize({ width, height }: RenderJob, { id, sizeMultiple }: Model): void {
  if (width % sizeMultiple === 0 && height % sizeMultiple === 0) return;
  throw new UserError(`Size ${width}x${height} isn’t supported: ${id} needs multiples of ${sizeMultiple}.`);
}

/** The last layer is no clip skip. */
function requireClipSkip({ clipSkip = 1 }: RenderJob, { id, maxClipSkip = 1 }: Model): void {
  if (clipSkip <= maxClipSkip) return;
  const reason = maxClipSkip === 1 ? 'reads one fixed layer' : `has at most ${maxClipSkip}`;
  throw new UserError(`--clip-skip ${clipSkip} isn’t supported: ${id} ${reason}.`);
}

/**
 * Compares additions with a model before anything is loaded.
 * @throws UserError for one that does not fit; ModelFolderError for a file of another kind
 */
export async function requireFits(
  modelDir: string,
  additions: readonly { readonly kind: AdditionFacts['kind']; readonly file: string }[],
): Promise<void> {
  if (additions.length === 0) return;
  const traits = await modelTraits(modelDir);
  for (const { kind, file } of additions) {
    const mismatch = additionMismatch(readAddition(file, kind).facts, traits);
    if (!mismatch) continue;
    const reason = describeMismatch(kind, mismatch);
    throw new UserError(
      `The ${ADDITION_NAMES[kind]} ${basename(file)} isn’t compatible with ${basename(modelDir)}: ${reason}.`,
    );
  }
}
