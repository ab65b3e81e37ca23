import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Broadcast } from '@visionary/platform/realtime';
import { bootApp, type RunningApp } from '../support/app.js';
import { DEADLINE_MS } from '../support/deadlines.js';
import { createClients } from '../support/history/setup.js';
import { KillableService } from '../support/killable-services.js';
import { Random } from '../support/random.js';
import { freshDatabase } from '../support/services.js';

const OUTAGES = Number(process.env['CHAT_OUTAGES'] ?? 2);

describe('two servers over a Redis that is killed and restarts empty', () => {
  let redis: KillableService;
  let databaseUrl: string;
  let nodes: [RunningApp, RunningApp];

  beforeAll(async () => {
    redis = await KillableService.redis();
    databaseUrl = await freshDatabase('mysql');
    const settings = { databaseUrl, redisUrl: redis.url, mode: 'cluster', logLevel: 'silent' } as const;
    nodes = [await bootApp(settings), await bootApp(settings)];
  });

  it('[RT11] [RT18] converge on the database under traffic, without further messages in the rooms', async () => {
    const random = new Random(jest.getSeed());
    const { crowd, recorder } = await createClients({
      ...{ title: `${OUTAGES} deaths of Redis`, random, urls: nodes.map(({ url }) => url) },
      ...{ users: 6, pagesEach: 2, rooms: 2 },
    });
    for (let outage = 0; outage < OUTAGES; outage++) {
      await crowd.talkFor(20 + random.below(20));
      await redis.kill();
      recorder.note(`Redis killed, ${outage}`);
      await crowd.talkFor(20 + random.below(20));
      // The last messages are sent while only one of the nodes may have reconnected.
      await Promise.all([redis.begin(), crowd.talkFor(random.below(60))]);
    }
    await crowd.verdict(databaseUrl);
  });

  it('[RT18] deliver a last message whose broadcast never reached the other node', async () => {
    const random = new Random(jest.getSeed());
    const { crowd } = await createClients({
      ...{ title: 'a lost last word', random, urls: nodes.map(({ url }) => url), users: 2, pagesEach: 1, rooms: 1 },
    });
    const [speaker, listener] = crowd.pages.map((page) => page.room(crowd.roomIds[0] ?? ''));
    const before = listener?.seq ?? 0;
    // Drops the broadcast at the sending node only: nothing else fails, so no recovery is triggered.
    const lost = jest.spyOn(nodes[0].app.get(Broadcast), 'log').mockImplementation(() => undefined);
    await crowd.pages[0]?.say(crowd.roomIds[0] ?? '', 'anybody there?');
    // The acknowledgement arrives before the client has applied the event to its log.
    await speaker?.reaches(before + 1, DEADLINE_MS);
    lost.mockRestore();
    expect(listener?.seq).toBe(before);
    await crowd.verdict(databaseUrl);
  });
});
