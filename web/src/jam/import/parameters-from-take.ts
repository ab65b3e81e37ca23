import type { TakeView } from '@visionary/contract';
import { parametersFromPost } from './parameters-from-post.js';
import type { ImportedParameters } from './resolve-parameters.js';

/** The generation data of a take, without the init image of its room and those of its ControlNets. */
export function parametersFromTake({ prompt, negative, settings, steers = [] }: TakeView): ImportedParameters {
  const { model, scheduler, steps, guidance, seed, eta, clipSkip, init, hires, loras = [], width, height } = settings;
  const { embeddings, vae, controls = [] } = settings;
  const parameters = parametersFromPost({
    post: { image: { width, height }, model: { id: model, name: model } },
    parameters: {
      ...{ prompt, negative, scheduler, steps, guidance, seed, steers, loras },
      ...(embeddings && { embeddings: embeddings.map(({ id }) => ({ name: id, id })) }),
      ...(vae && { vae: { name: vae.id, id: vae.id } }),
      ...(eta === undefined ? {} : { eta }),
      ...(clipSkip === undefined ? {} : { clipSkip }),
      ...(hires === undefined ? {} : { hires: { ...hires, width, height } }),
      ...(init === undefined ? {} : { strength: init.strength }),
    },
  });
  const lost = controls.map(({ id }, i) => ({ reason: 'control', name: `ControlNet ${i}`, value: id }) as const);
  return {
    ...parameters,
    // Its upscaler is on this server under this id.
    ...(hires && { hires: { ...hires, id: hires.upscaler } }),
    skipped: [...(parameters.skipped ?? []), ...lost],
  };
}
