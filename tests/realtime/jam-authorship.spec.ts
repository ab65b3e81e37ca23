import { describe, expect, it } from '@jest/globals';
import { TakesService } from '@visionary/generation';
import { bootApp, RENDERING } from '../support/app.js';
import { takeFinished, DocumentClient, render, TINY_MODELS } from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { createRoom, openRoom, connectUser } from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

describe.each(DIALECTS)('authorship on %s', (dialect) => {
  it('[F15] [J11] authorship survives a restart, without users whose text was deleted', async () => {
    let app = await bootApp({ modelsDir: TINY_MODELS, ...RENDERING, databaseUrl: await freshDatabase(dialect) });
    const [ann, bob, cy] = [await connectUser(app.url), await connectUser(app.url), await connectUser(app.url)];
    const room = await createRoom(ann);
    const clients = [];
    for (const one of [ann, bob, cy]) {
      await openRoom(one, room.id);
      clients.push(await DocumentClient.in(room.id, one.live));
    }
    const [first, second, third] = clients as [DocumentClient, DocumentClient, DocumentClient];
    third.type('all of this goes');
    await second.until(({ text }) => text === 'all of this goes');
    second.prompt.delete(0, second.text.length);
    second.type('a red ');
    await first.until(({ text }) => text === 'a red ');
    first.type('fox');
    await Promise.all([...first.sent, ...second.sent, ...third.sent]);
    await app.stop();
    app = await bootApp(app.config);
    const live = await connect(app.url, ann.client.cookieHeader);
    await live.do('rooms.open', { roomId: room.id });
    const end = takeFinished(live, ({ prompt }) => prompt === 'a red fox');
    const queued = await render(live, room.id, { prompt: 'a red fox' });
    expect(queued.promptAuthors.map(({ id }) => id)).toEqual([bob.me.id, ann.me.id]);
    const { id } = await end;
    expect(await app.get(TakesService).authorshipOf(id)).toEqual([
      [0, 6, bob.me.id],
      [6, 9, ann.me.id],
    ]);
  });
});
