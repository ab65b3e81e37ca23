import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import type { LobbyView, RoomEventOf, Subject } from '@visionary/contract';
import { Database } from '@visionary/platform/database';
import { OpenCase } from '@visionary/safety';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { caseOf, decides, isDecided } from '../support/cases.js';
import { finishedTake } from '../support/feed.js';
import { heard } from '../support/heard.js';
import { TINY_MODELS } from '../support/jam.js';
import { aRoom, opens, type Present, someone } from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

it.each(DIALECTS)(
  '[S96][S101][S102] covers a picture of a take, serves it to nobody, and shows what was held once it is kept, over %s',
  async (dialect) => {
    const app = await bootApp({ databaseUrl: await freshDatabase(dialect), modelsDir: TINY_MODELS });
    const [ann, bob] = [await someone(app.url, 'Ann'), await someone(app.url, 'Bob')];
    const [eve, mod] = [await someone(app.url, 'Eve'), await someone(app.url, 'Mod')];
    await appoint(app, 'Mod', 'moderator');
    const room = await aRoom(ann);
    for (const who of [ann, bob, eve]) await opens(who, room.id);
    const { id } = await finishedTake(app, ann, room.id);
    const subject: Subject = { kind: 'take', id, picture: 0 };
    const path = `/api/takes/${id}/pictures/0`;
    expect((await bob.client.get(path)).status).toBe(200);
    const shown = heard<RoomEventOf<'generation.finished'>>(bob.live, 'generation.finished');
    const { case: hidden } = await isDecided(eve, mod, subject, { kind: 'remove', rule: 'minors' });
    expect((await shown).payload.take.pictures).toMatchObject([{ index: 0, isCovered: true }]);
    expect((await bob.client.get(path)).status).toBe(404);
    const again = { roomId: room.id, clientId: randomUUID(), takeId: id };
    expect(await bob.live.refusal('jam.repeat', again)).toBe('GENERATION_NOT_REPEATABLE');
    expect((await mod.client.get(`/api/safety/cases/${hidden.id}/picture`)).status).toBe(200);
    await decides(mod, hidden, { kind: 'restore' });
    expect((await bob.client.get(path)).status).toBe(200);
    await isShownOnceLookedAt(app, { ann, bob, mod }, room.id);
  },
);

interface Those {
  readonly ann: Present;
  readonly bob: Present;
  readonly mod: Present;
}

/** [S101], [S102] on the same server: booting another one would show no more. */
async function isShownOnceLookedAt(app: RunningApp, { ann, bob, mod }: Those, roomId: string): Promise<void> {
  const { id } = await finishedTake(app, ann, roomId);
  const query = app.app.get(Database, { strict: false }).query<{ take: { id: string; pictures: string } }>();
  const row = await query.selectFrom('take').select('pictures').where('id', '=', id).executeTakeFirstOrThrow();
  const [picture] = JSON.parse(row.pictures) as object[];
  const pictures = JSON.stringify([{ ...picture, isCovered: true, level: 'held' }]);
  await query.updateTable('take').set({ pictures }).where('id', '=', id).execute();
  const subject: Subject = { kind: 'take', id, picture: 0 };
  const opening = app.app.get(OpenCase, { strict: false });
  for (const score of [0.7, 0.81, 0.75]) {
    await opening.run({ by: 'system', subject, reason: 'picture', detail: { category: 'porn', score } });
  }
  const open = await caseOf(mod, subject);
  expect(open).toMatchObject({ byChecks: true, checkScore: 0.81, subject: { kind: 'take', title: '2' } });
  expect((await bob.client.get(`/api/takes/${id}/pictures/0`)).status).toBe(404);
  const { body: lobby } = await bob.client.get<LobbyView>('/api/rooms');
  const card = [...lobby.mine, ...lobby.open].find(({ room }) => room.id === roomId);
  expect(card).toMatchObject({ room: { id: roomId }, lastPicture: null });
  const shown = heard<RoomEventOf<'generation.finished'>>(bob.live, 'generation.finished');
  await decides(mod, open, { kind: 'keep' });
  expect((await shown).payload.take.pictures[0]).not.toHaveProperty('level');
  expect((await bob.client.get(`/api/takes/${id}/pictures/0`)).status).toBe(200);
}
