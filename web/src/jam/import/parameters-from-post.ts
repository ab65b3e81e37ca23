import { SAMPLER_NAMES } from '@visionary/infotext';
import type { LoraRef, ModelRef, PostParameters } from '@visionary/contract';
import { loraTags } from '../syntax/lora-tags.js';
import type { ImportedParameters, SkippedParameter } from './resolve-parameters.js';
import { steeredFrom } from '../../generation/index.js';

/** The part of a post that contains its generation data. */
interface PostData {
  readonly post: {
    readonly image: { readonly width: number; readonly height: number };
    readonly model?: ModelRef | undefined;
  };
  readonly parameters: Omit<PostParameters, 'infotext' | 'loras' | 'authorship' | 'renderMs' | 'lentBy'> & {
    readonly loras: readonly LoraRef[];
  };
}

/** The generation data of a post, and the part that no setting can express. */
export function parametersFromPost({ post, parameters }: PostData): ImportedParameters {
  const { prompt, negative, scheduler, steps, guidance, seed, strength, eta, clipSkip, hires, loras, steers } =
    parameters;
  // The image of a second pass is larger than the size it was rendered with.
  const { width, height } = hires ?? post.image;
  const sampler = SAMPLER_NAMES.find((name) => name === scheduler);
  const skipped: SkippedParameter[] = [
    ...(strength === undefined
      ? []
      : [{ reason: 'startImage', name: 'Denoising strength', value: String(strength) } as const]),
    ...steers.map(
      ({ step, prompt: to }) => ({ reason: 'steered', name: String(steeredFrom({ step })), value: to }) as const,
    ),
    ...(scheduler !== undefined && !sampler ? [{ reason: 'sampler', name: 'Sampler', value: scheduler } as const] : []),
  ];
  const { embeddings, vae } = parameters;
  const tagged = new Set(loraTags(prompt).map(({ id }) => id));
  return {
    ...{ prompt, negative, width, height, unsupported: [], skipped },
    ...(post.model ? { model: { name: post.model.id ?? post.model.name } } : {}),
    loras: loras.filter(({ id }) => !tagged.has(id)).map(({ id, weight }) => ({ name: id, weight })),
    ...(embeddings && { embeddings }),
    ...(vae && { vae }),
    ...(sampler === undefined ? {} : { scheduler: sampler }),
    ...(steps === undefined ? {} : { steps }),
    ...(guidance === undefined ? {} : { guidance }),
    ...(seed === undefined ? {} : { seed }),
    ...(eta === undefined ? {} : { eta }),
    ...(clipSkip === undefined ? {} : { clipSkip }),
    ...(hires === undefined ? {} : { hires }),
  };
}
