import { it, jest } from '@jest/globals';
import { bootApp } from '../support/app.js';
import { createClients } from '../support/history/setup.js';
import { KillableService } from '../support/killable-services.js';
import { Random } from '../support/random.js';

const RESTARTS = Number(process.env['CHAT_RESTARTS'] ?? 2);

it('[RT19] commands get UNAVAILABLE, are retried, and take effect once when the database is killed under traffic', async () => {
  const database = await KillableService.mariadb();
  const { url } = await bootApp({ databaseUrl: database.url, logLevel: 'fatal' });
  const random = new Random(jest.getSeed());
  const { crowd, recorder } = await createClients({
    ...{ title: `${RESTARTS} restarts of the database`, random, urls: [url], users: 6, pagesEach: 2, rooms: 2 },
  });
  for (let restart = 0; restart < RESTARTS; restart++) {
    await crowd.talkFor(20 + random.below(20));
    await database.kill();
    recorder.note(`killed, ${restart}`);
    const refused = recorder.refusals['UNAVAILABLE'] ?? 0;
    random.pick(crowd.pages).disconnect();
    await crowd.talk(() => (recorder.refusals['UNAVAILABLE'] ?? 0) > refused + 10);
    await database.begin();
    recorder.note(`started again, ${restart}`);
  }
  await crowd.talkFor(20);
  await crowd.verdict(database.url);
});
