import { describe, expect, it } from '@jest/globals';
import type { PromptChange, RenderJob } from '../../../libs/generation/domain/renderer-protocol.js';
import { singleImageJob, promptChangesOf } from './render-job.js';

const change = (image: number, step: number, prompt: string): PromptChange => ({
  image,
  step,
  prompt,
  negative: '',
});
const JOB: RenderJob = {
  ...{ prompt: 'A', negative: '', scheduler: 'ddim', steps: 20, guidance: 7, width: 64, height: 64 },
  ...{ seed: 2 ** 32 - 1, batch: 3 },
};
const words = (changes: readonly PromptChange[]) => changes.map(({ step, prompt }) => `${step} ${prompt}`);

describe('promptChangesOf', () => {
  it('applies a change from its image on, in later ones at the same step', () => {
    const changes = [change(0, 10, 'B'), change(1, 15, 'C')];
    expect([0, 1, 2].map((image) => words(promptChangesOf(changes, image)))).toEqual([
      ['10 B'],
      ['10 B', '15 C'],
      ['10 B', '15 C'],
    ]);
  });

  it('drops a change when a later one applies before it', () => {
    const changes = [change(0, 10, 'B'), change(1, 5, 'C'), change(1, 5, 'D')];
    expect([0, 1, 2].map((image) => words(promptChangesOf(changes, image)))).toEqual([['10 B'], ['5 D'], ['5 D']]);
  });
});

describe('singleImageJob', () => {
  it('has its own seed, changes, and stop point', () => {
    const job = { ...JOB, promptChanges: [change(1, 4, 'B')], stopPoint: { image: 2, step: 7 } };
    expect(singleImageJob(job, 0)).toEqual({ ...JOB, batch: 1 });
    expect(singleImageJob(job, 1)).toEqual({ ...JOB, batch: 1, seed: 0, promptChanges: [change(0, 4, 'B')] });
    expect(singleImageJob(job, 2)).toMatchObject({ seed: 1, stopPoint: { image: 0, step: 7 } });
  });

  it('has the same JSON in any order of keys', () => {
    const job: RenderJob = { ...JOB, eta: 0, loras: [{ id: 'x', weight: 1 }], init: { sha256: 'ab', strength: 0.5 } };
    const turned = Object.fromEntries(Object.entries(job).reverse()) as unknown as RenderJob;
    const alone = singleImageJob(job, 0);
    expect(JSON.stringify(singleImageJob(turned, 0))).toBe(JSON.stringify(alone));
    expect(JSON.stringify(singleImageJob(alone, 0))).toBe(JSON.stringify(alone));
    expect(alone).toMatchObject({ eta: 0 });
  });
});
