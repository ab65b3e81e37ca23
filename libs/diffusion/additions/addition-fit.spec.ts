import { expect, it } from '@jest/globals';
import { additionMismatch } from './addition-fit.js';

it('[M150] VAE does not fit a model with other channels, or with cells of another size', () => {
  const model = { family: 'sd1', textWidths: [768], latentChannels: 4, spatialFactor: 8 } as const;
  const vae = { kind: 'vae', latentChannels: 4, spatialFactor: 8, hasEncoder: true } as const;
  expect(additionMismatch(vae, model)).toBeUndefined();
  expect(additionMismatch({ ...vae, latentChannels: 16 }, model)).toEqual({
    ...{ reason: 'latentChannels', file: 16, model: 4 },
  });
  expect(additionMismatch({ ...vae, spatialFactor: 16 }, model)).toEqual({
    ...{ reason: 'spatialFactor', file: 16, model: 8 },
  });
});
