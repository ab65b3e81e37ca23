import { describe, expect, it } from '@jest/globals';
import type { Settings } from '@visionary/contract';
import { fromNoise } from '../document/shared-settings.js';
import { beyondPrompt } from './beyond-prompt.js';

const plain: Settings = {
  ...{ model: 'visionary-mini', scheduler: 'euler', steps: 20, guidance: 7 },
  ...{ width: 256, height: 256, seed: -1, batch: 4 },
};
const full: Settings = {
  ...plain,
  seed: 0,
  init: { image: { takeId: 't', index: 1 }, strength: 0.6, mask: { uploadId: 'm' } },
  loras: [
    { id: 'ink', weight: 0.8 },
    { id: 'paper', weight: -0.5 },
  ],
  embeddings: [{ id: 'soft' }],
  controls: [
    { id: 'canny', image: { uploadId: 'a' }, weight: 1, start: 0, end: 1 },
    { id: 'canny', image: { uploadId: 'b' }, weight: 0.5, start: 0, end: 1 },
  ],
  vae: { id: 'fine' },
  hires: { upscaler: 'latent', scale: 2, steps: 10, strength: 0.7 },
};

describe('what acts beyond the prompt', () => {
  it('[B270] lists nothing for plain settings, and everything that adds to the prompt with its amount', () => {
    expect(beyondPrompt(plain)).toEqual([]);
    const amounts = beyondPrompt(full).map(({ kind, id, amount }) =>
      [kind, id, amount].filter((one) => one !== undefined),
    );
    expect(amounts).toEqual([
      ['init', 0.6],
      ['mask'],
      ['lora', 'ink', 0.8],
      ['lora', 'paper', -0.5],
      ['embedding', 'soft'],
      ['controlnet', 'canny', 1],
      ['controlnet', 'canny', 0.5],
      ['vae', 'fine'],
      ['hires', 2],
      ['seed', 0],
    ]);
  });

  it('[B270] removes each alone, and all of them leave plain settings', () => {
    const entry = (kind: string, of = full) => beyondPrompt(of).find((one) => one.kind === kind)?.without;
    expect(entry('mask')).toEqual({ init: { image: { takeId: 't', index: 1 }, strength: 0.6 } });
    expect(entry('lora')).toEqual({ loras: [{ id: 'paper', weight: -0.5 }] });
    expect(entry('controlnet')).toEqual({ controls: [full.controls?.[1]] });
    const size = { width: 128, height: 128 };
    expect(beyondPrompt(full, { init: undefined, ...size })[0]?.without).toEqual({ init: undefined, ...size });
    let left = full;
    for (let first = beyondPrompt(left)[0]; first; first = beyondPrompt(left)[0]) left = { ...left, ...first.without };
    expect(JSON.parse(JSON.stringify(left))).toEqual(plain);
  });

  it('[B55] renders words from noise with nothing else of the room', () => {
    expect(fromNoise({ ...full, clipSkip: 2, eta: 1 })).toEqual({ ...plain, batch: 1, clipSkip: 2 });
    expect(beyondPrompt(fromNoise(full))).toEqual([]);
  });
});
