import { expect, it } from '@jest/globals';
import type { Users } from '@visionary/accounts';
import type { ModelLookup, TakesService } from '@visionary/generation';
import type { ModelCreators } from '@visionary/hub';
import { type Posts } from '../../storage/posts/posts.repository.js';
import { ParametersPresenter } from './parameters-presenter.js';

it('[F19] steer has no user name when the post does not name that user', async () => {
  const users = {
    byIds: (ids: readonly string[]) => Promise.resolve(new Map(ids.map((id) => [id, { id, name: `called ${id}` }]))),
  } as unknown as Users;
  const models = { loraTitles: () => Promise.resolve(new Map()) } as unknown as ModelLookup;
  const steer = (byId: string) => ({ byId, text: 'more fog', at: 1, step: 2, image: 0 });
  const parameters = { prompt: '', negative: '', loras: [], steers: [steer('ann'), steer('bob')], infotext: '' };
  const unused = [{} as Posts, {} as ModelCreators, {} as TakesService] as const;
  const presenter = new ParametersPresenter(users, models, ...unused);
  const { steers } = await presenter.of(parameters as never, new Set(['ann']));
  expect(steers.map(({ by }) => by)).toEqual([
    { id: 'ann', name: 'called ann' },
    { id: 'bob', name: '' },
  ]);
});
