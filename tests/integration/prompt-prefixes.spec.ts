import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditPage, RoomView, PromptPrefixes } from '@visionary/contract';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { render, TINY, TINY_MODELS } from '../support/jam.js';
import { createRoom, addMember, openRoom, type ConnectedUser, connectUsers } from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { addBlockedTerm } from '../support/terms.js';

describe.each(DIALECTS)('prompt prefixes in %s', (dialect) => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let bob: ConnectedUser;
  let room: RoomView;

  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect), modelsDir: TINY_MODELS });
    [ann, bob] = await connectUsers(app.url, `Ann ${dialect}`, `Bob ${dialect}`);
    await appoint(app, ann.me.name, 'admin');
    room = await createRoom(bob);
    await addMember(bob, ann, room.id);
    for (const user of [ann, bob]) await openRoom(user, room.id);
  });

  const put = (path: string, body: object) =>
    ann.client.send<PromptPrefixes>('PUT', `/api/safety/prompt-prefixes/${path}`, body);
  const here = () => bob.live.do('safety.getPromptPrefix', { roomId: room.id, model: TINY.model });

  it('[S44] new instance adds nothing to prompts', async () => {
    expect(await here()).toEqual({ promptPrefixes: [], room: { prefix: '', negativeSuffix: '' }, isOn: true });
    expect((await render(bob.live, room.id)).promptPrefixes).toBeUndefined();
  });

  it('[S44] prefixes of instance, model and room are combined, sent live, and stored apart from the prompt', async () => {
    const update = bob.live.next('safety.promptPrefixChanged');
    expect(await put('instance', { prefix: ' ink drawing ', negativeSuffix: 'gore' })).toMatchObject({
      status: 200,
      body: { instance: { prefix: 'ink drawing', negativeSuffix: 'gore' }, models: [] },
    });
    await update;
    await put('models', { modelId: TINY.model, isOn: true, prefix: '', negativeSuffix: '(blurry:1.2)' });
    const roomUpdate = ann.live.next('safety.promptPrefixChanged', ({ roomId }) => roomId === room.id);
    await bob.live.do('safety.setRoomPromptPrefix', { roomId: room.id, prefix: 'in the snow', negativeSuffix: '' });
    await roomUpdate;
    const promptPrefixes = [
      { scope: 'instance', prefix: 'ink drawing', negativeSuffix: 'gore' },
      { scope: 'model', prefix: '', negativeSuffix: '(blurry:1.2)' },
      { scope: 'room', prefix: 'in the snow', negativeSuffix: '' },
    ];
    expect(await here()).toEqual({ promptPrefixes, room: { prefix: 'in the snow', negativeSuffix: '' }, isOn: true });
    expect(await render(bob.live, room.id, { prompt: 'a fox' })).toMatchObject({
      prompt: 'a fox',
      negative: '',
      promptPrefixes,
    });
    const { body } = await ann.client.get<AuditPage>('/api/safety/audit?action=promptPrefix.changed');
    expect(body.entries.map(({ about, detail }) => [about?.kind, detail['suffix']])).toEqual([
      ['model', '(blurry:1.2)'],
      ['instance', 'gore'],
    ]);
  });

  it('[S45] model switches prefixes off for itself only', async () => {
    await put('models', { modelId: TINY.model, isOn: false, prefix: '', negativeSuffix: '(blurry:1.2)' });
    expect(await here()).toMatchObject({ promptPrefixes: [], room: { prefix: 'in the snow' }, isOn: false });
    expect((await render(bob.live, room.id)).promptPrefixes).toBeUndefined();
    const { promptPrefixes } = await bob.live.do('safety.getPromptPrefix', { roomId: room.id, model: 'another' });
    expect(promptPrefixes.map(({ scope }) => scope)).toEqual(['instance', 'room']);
  });

  it('[S46] prefixes are set by admins and room owners, and accept words and weights only', async () => {
    expect(
      await bob.client.send('PUT', '/api/safety/prompt-prefixes/instance', { prefix: '', negativeSuffix: '' }),
    ).toMatchObject({
      status: 403,
    });
    expect(await bob.client.get('/api/safety/prompt-prefixes')).toMatchObject({ status: 403 });
    expect(
      await ann.live.rejectionOf('safety.setRoomPromptPrefix', { roomId: room.id, prefix: 'x', negativeSuffix: '' }),
    ).toBe('ROOMS_NOT_OWNER');
    const invalid = ['(open', 'shut)', '[a|b]', '[a:b:5]', 'a\\', '<lora:x:1>', 'two\nlines', 'x'.repeat(301)];
    for (const prefix of invalid) {
      expect([prefix, (await put('instance', { prefix, negativeSuffix: '' })).status]).toEqual([prefix, 400]);
    }
    await addBlockedTerm(ann, { text: 'zorbleflux', scopes: ['prompts'] });
    const listed = { roomId: room.id, prefix: 'a zorbleflux', negativeSuffix: '' };
    expect(await bob.live.rejectionOf('safety.setRoomPromptPrefix', listed)).toBe('SAFETY_BLOCKED_TERMS');
    expect((await here()).room.prefix).toBe('in the snow');
  });
});
