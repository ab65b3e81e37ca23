import { expect, it } from '@jest/globals';
import type { ModelLookup } from '@visionary/generation';
import { DescribeParameters } from './describe-parameters.js';
import type { PostImageFiles } from '../../storage/posts/post-image-files.js';

it('[F9] model name is a single line when the infotext contains control characters', async () => {
  const models = { loraTitles: () => Promise.resolve(new Map()), byHash: () => Promise.resolve(null) };
  const describeParameters = new DescribeParameters({} as PostImageFiles, models as unknown as ModelLookup);
  const modelOf = async (name: string) =>
    (
      await describeParameters.ofInfotext(
        `fox\nSteps: 4, Sampler: DDIM, Seed: 1, CFG scale: 7, Size: 8x8, Model: ${name}, Eta: 0`,
      )
    ).model;
  expect(await modelOf('x\u202egnp\u2028exe')).toMatchObject({ name: 'x gnp exe' });
  expect(await modelOf('\u202e')).toBeNull();
  expect((await modelOf(`x${'😀'.repeat(100)}`))?.name).toBe(`x${'😀'.repeat(99)}`);
});
