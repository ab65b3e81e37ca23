import { join } from 'node:path';
import { expect, it, jest } from '@jest/globals';
import { Crowd } from '../support/history/crowd.js';
import { MortalServer } from '../support/history/mortal-server.js';
import { aParty } from '../support/history/party.js';
import { TINY_MODELS } from '../support/jam.js';
import { Random } from '../support/random.js';
import { freshFolder } from '../support/services.js';

/** Well under the 32 sockets a person may have: a page that tries twice holds two places until the first is noticed to be gone. */
const [PEOPLE, PAGES_EACH] = [100, 10];
const AWAKE = 10;

it('[RT21] a thousand pages come back at once to a server that was killed: all catch up, and it answers meanwhile', async () => {
  const random = new Random(jest.getSeed());
  const folder = freshFolder();
  const server = await MortalServer.start({ DATA_DIR: folder, MODELS_DIR: TINY_MODELS, LOG_LEVEL: 'fatal' });
  const { crowd, recorder, people } = await aParty({
    ...{ title: 'a thousand pages', random, urls: [server.url], people: PEOPLE, pagesEach: PAGES_EACH, rooms: 1 },
  });
  const asleep = crowd.pages.slice(AWAKE);
  for (const page of asleep) page.sleep();
  const awake = new Crowd(crowd.pages.slice(0, AWAKE), { roomIds: crowd.roomIds, random, recorder });
  await awake.talkFor(40);
  await awake.answered();
  await server.kill();
  await server.begin();
  const refusedBefore = recorder.refusals['RATE_LIMITED'] ?? 0;
  for (const page of asleep) page.wake();

  // While they come: health is asked and answered, people talk.
  const [roomId = ''] = crowd.roomIds;
  const isBack = () => crowd.pages.every((page) => page.isUp && !page.room(roomId).isCatchingUp);
  const answers: number[] = [];
  const asking = (async () => {
    while (!isBack()) answers.push((await people[0]?.client.get('/api/health'))?.status ?? 0);
  })();
  await awake.talkFor(20);
  await asking;
  await awake.answered();
  expect(answers.length).toBeGreaterThan(0);
  expect(new Set(answers)).toEqual(new Set([200]));
  await crowd.verdict(`sqlite:${join(folder, 'visionary.sqlite')}`);
  expect(crowd.pages.map(({ ended }) => ended).filter(Boolean)).toEqual([]);
  expect(recorder.refusals['RATE_LIMITED'] ?? 0).toBe(refusedBefore);
});
