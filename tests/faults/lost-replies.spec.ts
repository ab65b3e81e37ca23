import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { bootApp, type RunningApp } from '../support/app.js';
import { createClients, type ClientSetup } from '../support/history/setup.js';
import { type TcpProxy, startTcpProxy } from '../support/tcp-proxy.js';
import { Random } from '../support/random.js';
import { freshDatabase } from '../support/services.js';

describe('a commit whose reply is lost', () => {
  let tcpProxy: TcpProxy;
  let databaseUrl: string;
  let app: RunningApp;
  let clientSetup: ClientSetup;

  beforeAll(async () => {
    databaseUrl = await freshDatabase('mysql');
    tcpProxy = await startTcpProxy(databaseUrl);
    app = await bootApp({ databaseUrl: tcpProxy.url, logLevel: 'fatal' });
    const random = new Random(jest.getSeed());
    clientSetup = await createClients({
      ...{ title: 'lost replies', random, urls: [app.url], users: 3, pagesEach: 2, rooms: 1 },
    });
  });

  it('[RT20] takes effect once: a retry gets its event, and it is broadcast to everyone else', async () => {
    const { crowd, recorder } = clientSetup;
    const [ann] = crowd.pages;
    const [roomId = ''] = crowd.roomIds;
    for (let n = 0; n < 5; n++) {
      const lost = tcpProxy.dropReplyTo(/commit/i);
      await ann?.say(roomId, `did you get this, ${n}?`);
      await lost;
    }
    expect(recorder.refusals).toEqual({ UNAVAILABLE: 5 });
    await crowd.verdict(databaseUrl);
  });

  it('[RT20] takes effect once under traffic, for any commit', async () => {
    const { crowd, recorder } = clientSetup;
    for (let n = 0; n < 8; n++) {
      const lost = tcpProxy.dropReplyTo(/commit/i);
      while (crowd.unanswered < 6) crowd.act();
      await lost;
      await crowd.answered();
    }
    await crowd.verdict(databaseUrl);
    expect(recorder.refusals['UNAVAILABLE']).toBeGreaterThan(5);
  });
});
