import { SAMPLER_NAMES } from '@visionary/infotext';
import type { LoraUse, ModelMention, PostParameters } from '@visionary/contract';
import { loraTags } from '../grammar/lora-tags.js';
import type { Found, NotTaken } from './restore.js';

/** As much of a picture's page as tells how it was made. */
interface Told {
  readonly post: {
    readonly picture: { readonly width: number; readonly height: number };
    readonly model?: ModelMention | undefined;
  };
  readonly parameters: Omit<PostParameters, 'infotext' | 'loras' | 'hands' | 'renderMs'> & {
    readonly loras: readonly LoraUse[];
  };
}

/** What a published picture says of how it was made, and what of that no setting can say. */
export function foundIn({ post, parameters }: Told): Found {
  const { prompt, negative, scheduler, steps, guidance, seed, strength, eta, loras, steers } = parameters;
  const known = SAMPLER_NAMES.find((name) => name === scheduler);
  const beyond: NotTaken[] = [
    ...(strength === undefined
      ? []
      : [{ why: 'startPicture', name: 'Denoising strength', value: String(strength) } as const]),
    ...steers.map(({ step, prompt: to }) => ({ why: 'steered', name: String(step), value: to }) as const),
    ...(scheduler !== undefined && !known ? [{ why: 'sampler', name: 'Sampler', value: scheduler } as const] : []),
  ];
  const tagged = new Set(loraTags(prompt).map(({ id }) => id));
  return {
    ...{ prompt, negative, width: post.picture.width, height: post.picture.height, notTaken: [], beyond },
    ...(post.model ? { model: { name: post.model.id ?? post.model.name } } : {}),
    loras: loras.filter(({ id }) => !tagged.has(id)).map(({ id, weight }) => ({ name: id, weight })),
    ...(known === undefined ? {} : { scheduler: known }),
    ...(steps === undefined ? {} : { steps }),
    ...(guidance === undefined ? {} : { guidance }),
    ...(seed === undefined ? {} : { seed }),
    ...(eta === undefined ? {} : { eta }),
  };
}
