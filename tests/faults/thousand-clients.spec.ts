import { join } from 'node:path';
import { expect, it, jest } from '@jest/globals';
import { SimulatedClients } from '../support/history/clients.js';
import { KillableServer } from '../support/history/killable-server.js';
import { createClients } from '../support/history/setup.js';
import { TINY_MODELS } from '../support/jam.js';
import { Random } from '../support/random.js';
import { freshFolder } from '../support/services.js';

/** Well under the 32 sockets per user: a client that retries holds two connection slots until the server notices that the first is closed. */
const [USERS, PAGES_EACH] = [100, 10];
const AWAKE = 10;

it('[RT21] a restarted server stays responsive while a thousand clients reconnect and catch up', async () => {
  const random = new Random(jest.getSeed());
  const folder = freshFolder();
  const server = await KillableServer.start({ DATA_DIR: folder, MODELS_DIR: TINY_MODELS, LOG_LEVEL: 'fatal' });
  const { crowd, recorder, users } = await createClients({
    ...{ title: 'a thousand pages', random, urls: [server.url], users: USERS, pagesEach: PAGES_EACH, rooms: 1 },
  });
  const asleep = crowd.pages.slice(AWAKE);
  for (const page of asleep) page.sleep();
  const awake = new SimulatedClients(crowd.pages.slice(0, AWAKE), { roomIds: crowd.roomIds, random, recorder });
  await awake.talkFor(40);
  await awake.answered();
  await server.kill();
  await server.begin();
  const refusedBefore = recorder.refusals['RATE_LIMITED'] ?? 0;
  for (const page of asleep) page.wake();

  // While they reconnect, the health endpoint responds and users send messages.
  const [roomId = ''] = crowd.roomIds;
  const isBack = () => crowd.pages.every((page) => page.isUp && !page.room(roomId).isCatchingUp);
  const answers: number[] = [];
  const asking = (async () => {
    while (!isBack()) answers.push((await users[0]?.client.get('/api/health'))?.status ?? 0);
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
