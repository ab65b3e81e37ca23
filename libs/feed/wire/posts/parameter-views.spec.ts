import { expect, it } from '@jest/globals';
import type { People } from '@visionary/accounts';
import type { KnownModels } from '@visionary/generation';
import type { Makers } from '@visionary/hub';
import type { Posts } from '../../domain/posts/posts.js';
import { ParameterViews } from './parameter-views.js';

it('[F19] a post that does not name somebody does not name them by the words they gave on the way', async () => {
  const people = {
    byIds: (ids: readonly string[]) => Promise.resolve(new Map(ids.map((id) => [id, { id, name: `called ${id}` }]))),
  } as unknown as People;
  const models = { loraTitles: () => Promise.resolve(new Map()) } as unknown as KnownModels;
  const steer = (byId: string) => ({ byId, text: 'more fog', at: 1, step: 2, picture: 0 });
  const told = { prompt: '', negative: '', loras: [], steers: [steer('ann'), steer('bob')], infotext: '' };
  const { steers } = await new ParameterViews(people, models, {} as Posts, {} as Makers).of(
    told as never,
    new Set(['ann']),
  );
  expect(steers.map(({ by }) => by)).toEqual([
    { id: 'ann', name: 'called ann' },
    { id: 'bob', name: '' },
  ]);
});
