import { describe, expect, it } from '@jest/globals';
import type { PostDetail } from '@visionary/contract';
import { parametersFromPost } from './parameters-from-post.js';

const steer = { by: { id: 'a', name: 'Ann' }, prompt: 'an owl', negative: '', image: 0, step: 3, at: 0 };
const detail = (parameters: Partial<PostDetail['parameters']>, post: Partial<PostDetail['post']> = {}): PostDetail =>
  ({
    post: { image: { url: '', width: 96, height: 64, thumbnails: [] }, ...post },
    parameters: { prompt: 'a fox', negative: '', loras: [], steers: [], infotext: '', ...parameters },
  }) as PostDetail;

describe('[W33] generation data of a post as settings', () => {
  it('contain everything that can be set, and name the rest', () => {
    const lora = { id: 'ink', weight: 0.8, name: 'Ink', known: true };
    const reply = { scheduler: 'euler', steps: 4, guidance: 5, seed: 7, eta: 0.5, strength: 0.6, loras: [lora] };
    const found = parametersFromPost(detail({ ...reply, steers: [steer] }, { model: { id: 'tiny', name: 'Tiny' } }));
    expect(found).toMatchObject({
      ...{ prompt: 'a fox', model: { name: 'tiny' }, scheduler: 'euler', steps: 4, guidance: 5, seed: 7, eta: 0.5 },
      ...{ width: 96, height: 64, loras: [{ name: 'ink', weight: 0.8 }] },
    });
    expect(found.skipped?.map(({ reason, name }) => [reason, name])).toEqual([
      ...[
        ['startImage', 'Denoising strength'],
        ['steered', '4'],
      ],
    ]);
  });

  it('omit unknown values, an unknown sampler, and a LoRA that the prompt already has as a tag', () => {
    const lora = { id: 'ink', weight: 0.8, name: 'Ink', known: true };
    const found = parametersFromPost(detail({ prompt: 'a fox <lora:ink:0.8>', scheduler: 'Restart', loras: [lora] }));
    expect(found.loras).toEqual([]);
    expect(found).not.toHaveProperty('scheduler');
    expect(found).not.toHaveProperty('steps');
    expect(found.skipped).toEqual([{ reason: 'sampler', name: 'Sampler', value: 'Restart' }]);
  });
});
