import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { bootApp, type RunningApp } from '../support/app.js';
import { aParty, type Party } from '../support/history/party.js';
import { type Line, lineTo } from '../support/line.js';
import { Random } from '../support/random.js';
import { freshDatabase } from '../support/services.js';

describe('a commit whose reply is lost', () => {
  let line: Line;
  let databaseUrl: string;
  let app: RunningApp;
  let party: Party;

  beforeAll(async () => {
    databaseUrl = await freshDatabase('mysql');
    line = await lineTo(databaseUrl);
    app = await bootApp({ databaseUrl: line.url, logLevel: 'fatal' });
    const random = new Random(jest.getSeed());
    party = await aParty({
      ...{ title: 'lost replies', random, urls: [app.url], people: 3, pagesEach: 2, rooms: 1 },
    });
  });

  it('[RT20] counts: asked again it is answered with its event, done once, and everybody else hears of it', async () => {
    const { crowd, recorder } = party;
    const [ann] = crowd.pages;
    const [roomId = ''] = crowd.roomIds;
    for (let n = 0; n < 5; n++) {
      const lost = line.loseReplyTo(/commit/i);
      await ann?.say(roomId, `did you get this, ${n}?`);
      await lost;
    }
    expect(recorder.refusals).toEqual({ UNAVAILABLE: 5 });
    await crowd.verdict(databaseUrl);
  });

  it('[RT20] under traffic, whichever commit it is', async () => {
    const { crowd, recorder } = party;
    for (let n = 0; n < 8; n++) {
      const lost = line.loseReplyTo(/commit/i);
      while (crowd.unanswered < 6) crowd.act();
      await lost;
      await crowd.answered();
    }
    await crowd.verdict(databaseUrl);
    expect(recorder.refusals['UNAVAILABLE']).toBeGreaterThan(5);
  });
});
