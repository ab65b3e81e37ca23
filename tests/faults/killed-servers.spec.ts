import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, it, jest } from '@jest/globals';
import { KillableServer } from '../support/history/killable-server.js';
import { createClients } from '../support/history/setup.js';
import { TINY_MODELS } from '../support/jam.js';
import { Random } from '../support/random.js';
import { DIALECTS, freshDatabase, freshFolder } from '../support/services.js';

/** How often each server is killed: a few times here, many more in `npm run soak -- chat`. */
const KILLS = Number(process.env['CHAT_KILLS'] ?? 2);
const UNDER_TRAFFIC_MS = 400;

describe.each(DIALECTS)('a server on %s that is killed under traffic', (dialect) => {
  it('[RT17] keeps everything it acknowledged, once, and every client converges on the database', async () => {
    const random = new Random(jest.getSeed());
    const folder = freshFolder();
    const databaseUrl =
      dialect === 'sqlite' ? `sqlite:${join(folder, 'visionary.sqlite')}` : await freshDatabase('mysql');
    const server = await KillableServer.start({
      ...{ DATA_DIR: folder, MODELS_DIR: TINY_MODELS, LOG_LEVEL: 'fatal', NEW_ACCOUNT_LIMIT_HOURS: '0' },
      ...(dialect === 'mysql' && { DATABASE_URL: databaseUrl }),
    });
    const { crowd, recorder } = await createClients({
      ...{ title: `${KILLS} kills on ${dialect}`, random, urls: [server.url], users: 6, pagesEach: 2, rooms: 2 },
    });
    for (let kill = 0; kill < KILLS; kill++) {
      await crowd.talkFor(1);
      let isOver = false;
      const talking = crowd.talk(() => isOver);
      // Kills at a random moment, which is what the test is about.
      await pause(random.below(UNDER_TRAFFIC_MS));
      await server.kill();
      recorder.note(`killed, ${kill}`);
      await server.begin();
      isOver = true;
      await talking;
    }
    await crowd.talkFor(10);
    await crowd.verdict(databaseUrl);
  }, 600_000);
});
