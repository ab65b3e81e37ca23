import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { LIMITS, type ModelList, type CurrentSession } from '@visionary/contract';
import { QuarantineVersion, Versions } from '@visionary/hub';
import { AuditService } from '@visionary/safety';
import type { z } from 'zod';
import { RoleChangePoller } from '../../libs/accounts/api/role-change-poller.js';
import { QuarantineService } from '@visionary/generation';
import type { Config } from '@visionary/platform/config';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { eventually } from '../support/eventually.js';
import { nextFrame, render, TINY_MODELS } from '../support/jam.js';
import { publishModel } from '../support/published-models.js';
import { createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';
import { DIALECTS, freshDatabase, freshFolder, isFirstDialect } from '../support/services.js';
import { visionary, visionaryHere } from '../support/visionary.js';
import { standingOf } from '../support/cases.js';

const MODEL = 'visionary-mini';

interface Beside {
  readonly app: RunningApp;
  readonly ann: ConnectedUser;
  readonly cli: (...args: string[]) => ReturnType<typeof visionary>;
  /** The same in this process. */
  readonly cliHere: Beside['cli'];
  readonly role: () => Promise<string | undefined>;
}

/** A running server with a user, and a terminal. */
async function beside(dialect: (typeof DIALECTS)[number], options: Partial<Config> = {}): Promise<Beside> {
  const dataDir = freshFolder();
  const databaseUrl = dialect === 'mysql' ? await freshDatabase(dialect) : `sqlite:${dataDir}/visionary.sqlite`;
  const settings = {
    DATA_DIR: dataDir,
    MODELS_DIR: 'models',
    ...(dialect === 'mysql' && { DATABASE_URL: databaseUrl }),
  };
  const app = await bootApp({ dataDir, databaseUrl, ...options });
  const ann = await connectUser(app.url, 'Änn of the North');
  return {
    ...{ app, ann },
    cli: (...args) => visionary(args, settings),
    cliHere: (...args) => visionaryHere(args, settings),
    role: async () => (await ann.client.get<CurrentSession>('/api/me')).body.me?.role,
  };
}

/** The line of a user's first take in their room. */
const takeRow = (id: string, status: string, room: string, model: string) =>
  new RegExp(`^${id} +${status} for \\d+ s +1 +Änn of the North +${room} +${model}$`, 'm');

describe.each(DIALECTS)('the command line beside a running server on %s', (dialect) => {
  it('[A16] admin gives and revokes the role at once', async () => {
    const { app, ann, role, ...terminal } = await beside(dialect);
    // As a process on one database: each start takes seconds.
    const cli = isFirstDialect(dialect) ? terminal.cli : terminal.cliHere;
    expect(await ann.live.rejectionOf('admin.subscribe', {})).toBe('FORBIDDEN');
    expect(await cli('admin', 'änn OF the north')).toEqual({
      ...{ code: 0, stderr: '' },
      stdout: 'Änn of the North is an admin.\n',
    });
    expect(await role()).toBe('admin');
    expect(await ann.live.rejectionOf('admin.subscribe', {})).toBe('ok');
    const events = ann.live.collect('admin.statusChanged');
    expect(await cli('admin', 'Änn of the North', '--revoke')).toMatchObject({
      stdout: 'Änn of the North is no longer an admin.\n',
    });
    await pause(1_000);
    events.length = 0;
    await connectUser(app.url);
    await pause(1_500);
    expect(events).toEqual([]);
    expect(await ann.live.rejectionOf('admin.subscribe', {})).toBe('FORBIDDEN');
    expect(await role()).toBe('member');
  });

  it('[G35] takes lists a rendering take, and ends it for its room', async () => {
    const { app, ann, cliHere } = await beside(dialect, {
      ...{ modelsDir: TINY_MODELS, rendererLeaseMs: 5_000 },
      ...RENDERING,
    });
    const room = await createRoom(ann, { name: 'Night 夜' });
    await openRoom(ann, room.id);
    const settings = { steps: LIMITS.steps.max, batch: LIMITS.batch.max, width: 256, height: 256 };
    const { id } = await render(ann.live, room.id, { settings });
    await nextFrame(ann.live, ({ takeId }) => takeId === id);
    const { stdout } = await cliHere('takes');
    expect(stdout).toMatch(takeRow(id, 'rendering', 'Night 夜', 'tiny-sd-random'));
    const cancelled = ann.live.next('generation.cancelled');
    const ended = await cliHere('takes', 'end', id, '--reason', ' The renderer is needed. ');
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/^The take has ended\./) });
    const { actorId, payload } = await cancelled;
    const adminReason = 'The renderer is needed.';
    expect({ actorId, payload }).toEqual({
      actorId: null,
      payload: { takeId: id, step: expect.any(Number), adminReason },
    });
    expect(await app.get(AuditService).page({ beforeSeq: null, limit: 1 })).toMatchObject([
      { action: 'take.ended', byId: null, about: { kind: 'take', id }, detail: { reason: adminReason } },
    ]);
  });
});

describe('the command line', () => {
  let app: RunningApp;
  let ann: ConnectedUser;
  let cliHere: Beside['cli'];
  let role: Beside['role'];

  beforeAll(async () => {
    ({ app, ann, cliHere, role } = await beside('sqlite'));
  });

  it('[A25] moderator never demotes an admin, and revokes only its own role', async () => {
    const name = 'Änn of the North';
    expect(await cliHere('moderator', name)).toMatchObject({ code: 0, stdout: `${name} is a moderator.\n` });
    expect(await role()).toBe('moderator');
    expect(await cliHere('admin', name, '--revoke')).toMatchObject({
      stdout: `${name} is not an admin, but a moderator.\n`,
    });
    expect(await role()).toBe('moderator');
    await cliHere('admin', name);
    expect(await cliHere('moderator', name)).toMatchObject({ stdout: `${name} is an admin.\n` });
    expect(await cliHere('moderator', name, '--revoke')).toMatchObject({
      stdout: `${name} is not a moderator, but an admin.\n`,
    });
    await cliHere('admin', name, '--revoke');
    expect(await cliHere('moderator', name)).toMatchObject({ stdout: `${name} is a moderator.\n` });
    expect(await cliHere('moderator', name, '--revoke')).toMatchObject({
      stdout: `${name} is no longer a moderator.\n`,
    });
    expect(await role()).toBe('member');
    expect(await cliHere('moderator')).toMatchObject({ code: 2 });
  });

  it('[S163] the audit log has each role that the terminal changed', async () => {
    const { id } = ann.me;
    const entriesBefore = await app.get(AuditService).page({ aboutId: id, beforeSeq: null, limit: 50 });
    await cliHere('moderator', 'Änn of the North');
    await cliHere('moderator', 'Änn of the North');
    await cliHere('admin', 'Änn of the North', '--revoke');
    await cliHere('moderator', 'Änn of the North', '--revoke');
    const entries = await app.get(AuditService).page({ aboutId: id, beforeSeq: null, limit: 50 });
    const entry = { action: 'role.changed', byId: null, about: { kind: 'user', id } };
    expect(entries.slice(0, entries.length - entriesBefore.length)).toMatchObject([
      { ...entry, detail: { previousRole: 'moderator', role: 'member' } },
      { ...entry, detail: { previousRole: 'member', role: 'moderator' } },
    ]);
  });

  it('[A16] open clients receive a role changed from the terminal', async () => {
    const watch = app.get(RoleChangePoller);
    // An acknowledgement arrives after all earlier events of the connection.
    const openAndRead = async () => {
      await watch.poll();
      await ann.live.do('lobby.unsubscribe', {});
    };
    await openAndRead();
    const events = ann.live.collect('me.stateChanged');
    await openAndRead();
    expect(events).toEqual([]);
    for (const args of [[], ['--revoke']]) {
      const next = ann.live.next('me.stateChanged');
      await cliHere('admin', 'Änn of the North', ...args);
      await watch.poll();
      expect(await next).toEqual({ what: 'account' });
    }
  });

  it('[A16] admin reports an unknown name', async () => {
    for (const name of ['Nobody', '\u200b']) {
      expect(await cliHere('admin', name)).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/^No user named/),
      });
    }
    expect(await cliHere('admin')).toMatchObject({ code: 2 });
    expect(await cliHere('admin', 'two', 'names')).toMatchObject({ code: 2 });
  });

  it('[T14] models credit sets and removes the creator of a model or LoRA at once', async () => {
    const here = async () => (await ann.client.get<z.infer<typeof ModelList>>('/api/models')).body;
    const creator = { id: ann.me.id, name: 'Änn of the North' };
    expect(await cliHere('models', 'credit', MODEL, 'änn OF the north')).toMatchObject({
      ...{ code: 0, stdout: `The model ${MODEL} is credited to Änn of the North.\n` },
    });
    expect(await cliHere('models', 'credit', 'cyanotype', 'Änn of the North')).toMatchObject({ code: 0 });
    const { models, loras } = await here();
    expect([models, loras]).toMatchObject([[{ id: MODEL, creator }], [{ id: 'cyanotype', creator }]]);
    const { stdout } = await cliHere('models', 'list');
    expect(stdout).toMatch(/^visionary-mini .* MiB +Änn of the North +ok$/m);
    expect(stdout).toContain('LoRAs: cyanotype (by Änn of the North)');
    expect(await cliHere('models', 'credit', 'cyanotype', '--remove')).toMatchObject({ code: 0 });
    expect((await here()).loras[0]).not.toHaveProperty('creator');
    const wrong = [
      [['nothing', 'Änn of the North'], 'No model or LoRA named "nothing"'],
      [['../models/cyanotype', 'Änn of the North'], 'No model or LoRA named'],
      [['cyanotype', 'Nobody'], 'No user named "Nobody"'],
      [['cyanotype', '--remove'], '"cyanotype" has no credit'],
      [[MODEL, 'Nobody', '--remove'], 'No user named'],
    ] as const;
    for (const [args, complained] of wrong) {
      const answer = await cliHere('models', 'credit', ...args);
      expect(answer).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(complained) });
    }
    expect(await cliHere('models', 'credit', MODEL)).toMatchObject({ code: 2 });
    expect(await cliHere('models', 'credit', MODEL, '--remove')).toMatchObject({ code: 0 });
  });

  it('[G15] models release releases a model from quarantine', async () => {
    for (const why of ['x', 'y']) await app.get(QuarantineService).recordFailure(MODEL, why);
    expect(await ann.live.rejectionOf('jam.estimateLoad', { model: MODEL })).toBe('GENERATION_MODEL_QUARANTINED');
    expect(await cliHere('models', 'release', MODEL)).toMatchObject({
      code: 0,
      stdout: `${MODEL} was released from quarantine.\n`,
    });
    expect(await ann.live.rejectionOf('jam.estimateLoad', { model: MODEL })).not.toBe('GENERATION_MODEL_QUARANTINED');
    expect(await cliHere('models', 'release', MODEL)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('isn’t quarantined'),
    });
  });

  it('[M69] [M76] models release publishes a quarantined hub version again', async () => {
    const { version } = await publishModel(app, { creator: ann, name: 'Tin' });
    const { useId } = version;
    const state = async () => (await app.get(Versions).byId(version.id))?.state;
    for (const why of ['x', 'y']) await app.get(QuarantineService).recordFailure(useId, why);
    await eventually('it is set aside in the hub', async () => (await state()) === 'quarantined');
    expect(await cliHere('models', 'release', useId)).toMatchObject({
      code: 0,
      stdout: `${useId} was released from quarantine.\n`,
    });
    expect(await state()).toBe('published');
    // An earlier release was interrupted halfway.
    await app.get(QuarantineVersion).run(useId);
    expect(await cliHere('models', 'release', useId)).toMatchObject({ code: 0 });
    expect(await state()).toBe('published');
    expect(await cliHere('models', 'release', useId)).toMatchObject({ code: 1 });
  });

  it('[G35] takes ends a waiting take once, and reports unknown and ended ones', async () => {
    const room = await createRoom(ann, { name: 'Day' });
    const { id } = await render(ann.live, room.id, { settings: { model: MODEL, width: 128, height: 128 } });
    expect((await cliHere('takes')).stdout).toMatch(takeRow(id, 'waiting', 'Day', MODEL));
    expect(await cliHere('takes', 'end', id)).toMatchObject({ code: 0 });
    const { take } = await ann.live.do('jam.getTake', { roomId: room.id, takeId: id });
    expect(take).toMatchObject({ status: 'cancelled', adminReason: '' });
    for (const [args, code, complaint] of [
      [[id], 1, 'ended already'],
      [[randomUUID()], 1, 'No take has the id'],
      [['no id'], 2, 'is not the id of a take'],
      [[id, '--reason', 'x'.repeat(LIMITS.adminReasonLength + 1)], 2, 'too long'],
      [[], 2, 'Unknown command'],
      [[id, '--reason'], 2, 'Unknown command'],
    ] as const) {
      const complained = { code, stdout: '', stderr: expect.stringContaining(complaint) };
      expect(await cliHere('takes', 'end', ...args)).toMatchObject(complained);
    }
  });

  it('[S98] users ban and unban take effect and are in the audit log', async () => {
    const bad = await connectUser(app.url, 'Bad');
    expect(await cliHere('users', 'ban', 'Nobody at all')).toMatchObject({ code: 1 });
    expect(await cliHere('users', 'ban', 'bad', '--days', 'many')).toMatchObject({ code: 2 });
    expect(await cliHere('users', 'ban', 'bad')).toMatchObject({
      ...{ code: 0, stderr: '' },
      stdout: expect.stringContaining('permanently'),
    });
    // The server learns of it from the database.
    await eventually('they are kept out', async () => (await bad.client.get('/api/posts')).status === 403);
    expect(await bad.client.get('/api/posts')).toMatchObject({ body: { code: 'SAFETY_BANNED' } });
    expect(await standingOf(bad)).toMatchObject({ standing: { bannedUntil: null }, decisions: [{ kind: 'ban' }] });
    expect(await cliHere('users', 'unban', 'Bad')).toMatchObject({ code: 0 });
    expect(await cliHere('audit', 'verify')).toMatchObject({ code: 0, stdout: expect.stringContaining('unaltered') });
    expect(await cliHere('audit', 'list')).toMatchObject({ code: 0, stdout: expect.stringContaining('user.banned') });
  });
});
