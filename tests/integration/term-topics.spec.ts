import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditPage, CasePage, FilterTestResult, RoomView, TermTopics } from '@visionary/contract';
import { TermListSync } from '../../libs/safety/api/blocked-terms/term-list-sync.js';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { TINY_MODELS } from '../support/jam.js';
import { finishTakeWithImage } from '../support/reuploads.js';
import { solidPng } from '../support/test-images.js';
import { connectUser, createRoom, openRoom, type ConnectedUser } from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';

const TOPICS = '/api/safety/blocked-terms/topics';
const WATCHED = 'a severed head on a table';

describe.each(DIALECTS)('topics of blocked terms in %s', (dialect) => {
  let app: RunningApp;
  let admin: ConnectedUser;
  let moderator: ConnectedUser;
  let ann: ConnectedUser;
  let room: RoomView;

  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect), modelsDir: TINY_MODELS });
    [admin, moderator, ann] = [
      await connectUser(app.url, 'Ada'),
      await connectUser(app.url, 'Mo'),
      await connectUser(app.url, 'Ann'),
    ];
    await appoint(app, 'Ada', 'admin');
    await appoint(app, 'Mo', 'moderator');
    room = await createRoom(ann);
    await openRoom(ann, room.id);
  });

  const switchTopic = (user: ConnectedUser, topic: string, isOn: boolean) =>
    user.client.send<TermTopics>('PUT', `${TOPICS}/${topic}`, { isOn });
  const stateOf = async (topic: string) =>
    (await moderator.client.get<TermTopics>(TOPICS)).body.topics.find((state) => state.topic === topic)?.isOn;
  const isFound = async ({ client }: ConnectedUser, text: string) =>
    (await client.post<FilterTestResult>('/api/safety/filter-test', { text })).body.hits.length > 0;
  const render = async (prompt: string) =>
    finishTakeWithImage(app, ann, room.id, await solidPng(192, 128, '#369'), { prompt });
  const cases = async () => (await moderator.client.get<CasePage>('/api/safety/cases')).body.cases;

  it('[S153] are read by moderators, turned on and off by admins, and nobody else’s', async () => {
    expect((await moderator.client.get<TermTopics>(TOPICS)).body.topics).toMatchObject([
      { topic: 'violence', isOn: true },
      { topic: 'extremism', isOn: true },
      { topic: 'hate', isOn: true },
    ]);
    expect(await ann.client.get(TOPICS)).toMatchObject({ status: 403 });
    for (const user of [moderator, ann]) expect(await switchTopic(user, 'hate', false)).toMatchObject({ status: 403 });
    expect(await switchTopic(admin, 'minors', false)).toMatchObject({ status: 400 });
    expect(await stateOf('hate')).toBe(true);
  });

  it('[S154] open a case for the image of a watched prompt, and none once the topic is off', async () => {
    await render(WATCHED);
    expect(await cases()).toMatchObject([{ subject: { kind: 'take', prompt: WATCHED } }]);
    expect(await switchTopic(admin, 'violence', false)).toMatchObject({ status: 200 });
    await render('another severed head');
    expect(await cases()).toHaveLength(1);
    expect(await isFound(moderator, WATCHED)).toBe(false);
    expect(await isFound(moderator, 'a nazi rally in the rain')).toBe(true);
    expect(await isFound(moderator, 'a snuff film')).toBe(true);
  });

  it('[S154] stay off on a node that starts later, and are turned on again on each node', async () => {
    const other = await bootApp({ databaseUrl: app.config.databaseUrl });
    const otherModerator = await connectUser(other.url, 'Mona');
    await appoint(other, 'Mona', 'moderator');
    expect(await isFound(otherModerator, WATCHED)).toBe(false);
    expect(await switchTopic(admin, 'violence', true)).toMatchObject({ status: 200 });
    expect(await isFound(moderator, WATCHED)).toBe(true);
    await other.get(TermListSync).refresh();
    expect(await isFound(otherModerator, WATCHED)).toBe(true);
    await other.stop();
    const { entries } = (await admin.client.get<AuditPage>('/api/safety/audit')).body;
    const actions = entries.filter(({ action }) => action.startsWith('termTopic.'));
    expect(actions).toMatchObject([
      { action: 'termTopic.turnedOn', detail: { topic: 'violence' } },
      { action: 'termTopic.turnedOff', detail: { topic: 'violence' } },
    ]);
  });
});
