import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AuditPage,
  COMMAND_RATE_LIMITS,
  LIMITS,
  type QueueStats,
  type StandingsPage,
  type CaseDetail,
  type PostView,
  type RoomView,
  type Subject,
} from '@visionary/contract';
import { Database } from '@visionary/platform/database';
import { AuditService, OpenCase } from '@visionary/safety';
import { sql } from 'kysely';
import { appoint } from '../support/admins.js';
import { rowsOf } from '../support/app.js';
import {
  bootModerated,
  type ModeratedApp,
  caseOf,
  decideCase,
  reportAndDecide,
  queueOf,
  reportSubject,
  standingOf,
} from '../support/cases.js';
import { sendMessage } from '../support/chat.js';
import { createRoom, openRoom, type ConnectedUser, connectUser } from '../support/rooms.js';
import { DIALECTS } from '../support/services.js';
import { addComment, notificationsOf, publishUpload } from '../support/community.js';
import { deleteAccount, exportOf } from '../support/users.js';

const HOUR_MS = 3_600_000;

describe.each(DIALECTS)('cases over %s', (dialect) => {
  let { app, ann, bob, eve, mod, chief } = {} as ModeratedApp;
  let post: PostView;
  let room: RoomView;

  beforeAll(async () => {
    ({ app, ann, bob, eve, mod, chief } = await bootModerated(dialect));
    post = await publishUpload(ann);
    room = await createRoom(ann);
    for (const user of [ann, bob, eve]) await openRoom(user, room.id);
  });

  it('[S85] [S100] [F47] case queue gathers the reports of a subject in one case, orders by priority and sends live updates', async () => {
    const subject: Subject = { kind: 'post', id: post.id };
    expect((await mod.client.get('/api/safety/queue-stats')).body).toEqual({ decided: 0 });
    await mod.live.do('safety.subscribe', {});
    const update = mod.live.next('safety.caseChanged', ({ counts }) => counts.open === 1);
    const clientId = randomUUID();
    const same = { clientId, subject, reason: 'spam', comment: 'look' } as const;
    await Promise.all([bob.live.do('safety.report', same), bob.live.do('safety.report', same)]);
    expect(await update).toMatchObject({ case: { subject: { kind: 'post', id: post.id }, reports: 1, state: 'open' } });
    await Promise.all([reportSubject(eve, subject, 'minors'), reportSubject(bob, { kind: 'user', id: eve.me.id })]);
    const { cases, counts } = await queueOf(mod);
    expect(cases).toMatchObject([
      {
        ...{ subject: { kind: 'post', title: 'Moonlit', author: { name: 'Ann' } }, reports: 2, isAutoFlagged: false },
        reasons: [
          { reason: 'minors', count: 1 },
          { reason: 'spam', count: 1 },
        ],
      },
      { subject: { kind: 'user', id: eve.me.id } },
    ]);
    expect(counts).toEqual({ open: 2, mine: 0, appealed: 0 });
    expect((await queueOf(mod, '?reason=minors')).cases).toHaveLength(1);
    expect((await queueOf(mod, `?userId=${eve.me.id}&kind=user`)).cases).toHaveLength(1);
    for (const keeper of [mod, chief]) {
      const told = (await notificationsOf(keeper)).filter(({ kind }) => kind === 'report');
      expect(told).toHaveLength(2);
      expect(told).toContainEqual(
        expect.objectContaining({ by: expect.objectContaining({ id: bob.me.id }), reason: 'spam', text: 'look' }),
      );
    }
    expect(await notificationsOf(ann)).toEqual([]);
    expect(await reportSubject(ann, subject)).toBe('SAFETY_CANNOT_REPORT_OWN');
    expect(await bob.live.rejectionOf('safety.subscribe', {})).toBe('FORBIDDEN');
    expect((await bob.client.get('/api/safety/cases')).status).toBe(403);
    const image = await mod.client.get(`/api/safety/cases/${cases[0]?.id}/image`);
    expect([image.status, image.headers['cache-control']]).toEqual([200, 'private, no-cache']);
  });

  it('[S100] queue stats show waiting times, and standings list muted and banned users', async () => {
    await reportAndDecide(bob, mod, { kind: 'post', id: (await publishUpload(ann)).id }, { kind: 'dismiss' });
    expect(await reportSubject(bob, { kind: 'user', id: ann.me.id })).toBe('ok');
    const { body: stats } = await mod.client.get<QueueStats>('/api/safety/queue-stats');
    expect(stats).toEqual({
      oldestAt: expect.any(Number),
      decided: expect.any(Number),
      medianMs: expect.any(Number),
    });
    const { cases } = await queueOf(mod);
    expect(stats.oldestAt).toBe(Math.min(...cases.map(({ openedAt }) => openedAt)));
    expect(stats.decided).toBe(1);
    const until = Date.now() + HOUR_MS;
    const names = async (query: string) => {
      const { body } = await mod.client.get<StandingsPage>(`/api/safety/users?${query}`);
      return body.users.map(({ user, standing }) => [user.name, standing]);
    };
    expect([await names('which=muted'), await names('which=banned')]).toEqual([[], []]);
    await mod.client.post(`/api/safety/users/${eve.me.id}/decisions`, { kind: 'mute', until });
    const { me: out } = await connectUser(app.url, 'Out');
    await mod.client.post(`/api/safety/users/${out.id}/decisions`, { kind: 'ban', until: null });
    expect(await names('which=muted')).toEqual([['Eve', { mutedUntil: until }]]);
    expect(await names('which=banned')).toEqual([['Out', { bannedUntil: null }]]);
    expect(await names('search=ev')).toEqual([['Eve', { mutedUntil: until }]]);
    for (const { id } of [eve.me, out]) {
      await mod.client.post(`/api/safety/users/${id}/decisions`, { kind: 'restore' });
    }
    expect([await names('which=muted'), await names('which=banned')]).toEqual([[], []]);
  });

  it('[S86] case rejects the second of two concurrent decisions, and decisions by others while it is claimed', async () => {
    const comment = await addComment(bob, post, 'buy this');
    const subject: Subject = { kind: 'comment', id: comment.id };
    expect(await reportSubject(eve, subject)).toBe('ok');
    const seen = await caseOf(mod, subject);
    const claimed = await mod.client.send<CaseDetail>('PUT', `/api/safety/cases/${seen.id}/claim`, undefined);
    expect(claimed.body).toMatchObject({ case: { state: 'claimed', claim: { by: { name: 'Moe' } } } });
    expect(await decideCase(chief, seen, { kind: 'dismiss' })).toBe('SAFETY_CASE_CLAIMED');
    expect(
      (await chief.client.send<{ code: string }>('PUT', `/api/safety/cases/${seen.id}/claim`, undefined)).body.code,
    ).toBe('SAFETY_CASE_CLAIMED');
    await mod.client.delete(`/api/safety/cases/${seen.id}/claim`);
    const answers = await Promise.all([
      decideCase(mod, seen, { kind: 'remove', rule: 'spam', message: 'No advertising here.' }),
      decideCase(chief, seen, { kind: 'dismiss' }),
    ]);
    expect(answers.filter((answer) => answer === 'SAFETY_CASE_CHANGED')).toHaveLength(1);
    expect(answers.filter((answer) => typeof answer === 'object')).toHaveLength(1);
    expect((await notificationsOf(eve))[0]).toMatchObject({ kind: 'reportDecided', subject: { kind: 'comment' } });
  });

  it('[S103] reports, decisions and appeals that aren’t allowed are rejected with a specific code', async () => {
    for (const kind of ['post', 'comment', 'message', 'model', 'review', 'room', 'user'] as const) {
      expect([kind, await reportSubject(ann, { kind, id: randomUUID() })]).toEqual([kind, 'SAFETY_SUBJECT_NOT_FOUND']);
    }
    expect(await reportSubject(ann, { kind: 'user', id: ann.me.id })).toBe('SAFETY_CANNOT_REPORT_OWN');
    expect(await reportSubject(ann, { kind: 'post', id: post.id }, 'spam', 'x'.repeat(LIMITS.reportLength + 1))).toBe(
      'INVALID',
    );
    const flood = await connectUser(app.url, 'Flood');
    const limit = COMMAND_RATE_LIMITS['safety.report']?.established?.points ?? 0;
    const all = Array.from({ length: limit + 1 }, () => reportSubject(flood, { kind: 'post', id: post.id }));
    expect((await Promise.all(all)).filter((answer) => answer !== 'ok')).toEqual(['RATE_LIMITED']);
    const subject: Subject = { kind: 'comment', id: (await addComment(ann, post, 'of no use')).id };
    const { case: decided } = await reportAndDecide(chief, mod, subject, { kind: 'warn', message: 'Be of use.' });
    expect(await decideCase(mod, { ...decided, changedAt: decided.changedAt - 1 }, { kind: 'dismiss' })).toBe(
      'SAFETY_CASE_CHANGED',
    );
    expect(await decideCase(mod, decided, { kind: 'remove' })).toBe('SAFETY_DECISION_NOT_ALLOWED');
    expect(await decideCase(mod, { ...decided, id: randomUUID() }, { kind: 'dismiss' })).toBe('SAFETY_CASE_NOT_FOUND');
    const [decision] = (await standingOf(ann)).decisions;
    const appeals = async () =>
      (await ann.client.post<{ code?: string }>(`/api/me/decisions/${decision?.id}/appeal`, { text: 'It was.' })).body
        .code;
    expect([await appeals(), await appeals()]).toEqual([undefined, 'SAFETY_ALREADY_APPEALED']);
    const appealed = await caseOf(mod, subject, '?list=appealed');
    await appoint(app, 'Moe', 'member');
    expect(await decideCase(mod, appealed, { kind: 'restore' })).toBe('FORBIDDEN');
    expect(await mod.live.rejectionOf('safety.subscribe', {})).toBe('FORBIDDEN');
    await appoint(app, 'Moe', 'moderator');
    // A pending appeal is decided before the case.
    expect(await decideCase(mod, appealed, { kind: 'restore' })).toBe('SAFETY_DECISION_NOT_ALLOWED');
  });

  it('[S106] pending appeal is granted when its decision is reverted', async () => {
    const sorry = await connectUser(app.url, 'Sorry');
    const sanction = (decision: object) => mod.client.post(`/api/safety/users/${sorry.me.id}/decisions`, decision);
    await sanction({ kind: 'mute', until: Date.now() + HOUR_MS });
    const [muted] = (await standingOf(sorry)).decisions;
    await sorry.client.post(`/api/me/decisions/${muted?.id}/appeal`, { text: 'It will not happen again.' });
    const appealedCases = async () => (await queueOf(chief, '?list=appealed')).cases.map(({ id }) => id);
    const { id: caseId } = await caseOf(chief, { kind: 'user', id: sorry.me.id }, '?list=appealed');
    expect((await sanction({ kind: 'restore' })).status).toBe(200);
    expect(await appealedCases()).not.toContain(caseId);
    const after = (await standingOf(sorry)).decisions.find(({ id }) => id === muted?.id);
    expect(after).toMatchObject({ isRevoked: true, appeal: { outcome: 'granted' } });
  });

  it('[S104] case without an author takes author and title from the subject', async () => {
    const subject: Subject = { kind: 'comment', id: (await addComment(bob, post, 'reported long ago')).id };
    expect(await reportSubject(ann, subject)).toBe('ok');
    const { id } = await caseOf(mod, subject);
    const query = app.get(Database).query();
    await sql`update safety_case set author_id = null, title = '', path = null where id = ${id}`.execute(query);
    const { body } = await mod.client.get<CaseDetail>(`/api/safety/cases/${id}`);
    expect([body.author?.user.name, body.allowedDecisions]).toMatchObject([
      'Bob',
      expect.arrayContaining(['warn', 'ban']),
    ]);
    await decideCase(mod, body.case, { kind: 'warn', message: 'Kinder, please.' });
    expect((await standingOf(bob)).decisions[0]).toMatchObject({
      kind: 'warn',
      message: 'Kinder, please.',
      subject: { title: 'reported long ago' },
      mayAppeal: true,
    });
  });

  it('[S91] muted user can read and change settings but not write anywhere until the mute ends', async () => {
    const until = Date.now() + HOUR_MS;
    await reportAndDecide(
      bob,
      mod,
      { kind: 'user', id: eve.me.id },
      { kind: 'mute', rule: 'spam', message: 'Enough.', until },
    );
    const muted = (command: 'chat.send' | 'comments.add') =>
      command === 'chat.send'
        ? eve.live.rejectionOf(command, { roomId: room.id, clientId: randomUUID(), text: 'hello' })
        : eve.live.rejectionOf(command, {
            subject: { kind: 'post', id: post.id },
            ...{ clientId: randomUUID(), text: 'hello' },
          });
    expect([await muted('chat.send'), await muted('comments.add')]).toEqual(['SAFETY_MUTED', 'SAFETY_MUTED']);
    const rejected = await eve.client.post<object>('/api/rooms', {
      name: 'Mine',
      topic: '',
      visibility: 'public',
      language: 'en',
    });
    expect(rejected).toMatchObject({ status: 403, body: { code: 'SAFETY_MUTED', detail: { until } } });
    expect(await eve.client.patch('/api/me', { name: 'Evil' })).toMatchObject({ body: { code: 'SAFETY_MUTED' } });
    expect((await eve.client.patch('/api/me', { theme: 'dark' })).status).toBe(200);
    expect(await eve.live.rejectionOf('me.markNotificationsRead', {})).toBe('ok');
    expect((await eve.client.get('/api/posts')).status).toBe(200);
    expect((await eve.client.get<object>('/api/me')).body).toMatchObject({ mutedUntil: until });
    const { decisions } = await standingOf(eve);
    const sanction = await chief.client.post(`/api/safety/users/${eve.me.id}/decisions`, { kind: 'restore' });
    expect(sanction.status).toBe(200);
    expect(decisions[0]).toMatchObject({ kind: 'mute', until });
    expect(await muted('comments.add')).toBe('ok');
  });

  it('[S92] moderators can’t decide about themselves, other moderators or admins', async () => {
    const sanction = async (user: ConnectedUser, userId: string) => {
      const decision = { kind: 'ban', until: null, message: '' };
      const { status, body } = await user.client.post<{ code: string }>(
        `/api/safety/users/${userId}/decisions`,
        decision,
      );
      return status === 200 ? 'ok' : body.code;
    };
    expect(await sanction(mod, chief.me.id)).toBe('SAFETY_INSUFFICIENT_ROLE');
    expect(await sanction(mod, mod.me.id)).toBe('SAFETY_CONFLICT_OF_INTEREST');
    expect(await sanction(bob, ann.me.id)).toBe('FORBIDDEN');
    const mine = await publishUpload(mod);
    expect(await reportSubject(bob, { kind: 'post', id: mine.id })).toBe('ok');
    const open = await caseOf(mod, { kind: 'post', id: mine.id });
    const reporters = async ({ client }: ConnectedUser) => {
      const { reports } = (await client.get<CaseDetail>(`/api/safety/cases/${open.id}`)).body;
      return reports.map(({ by }) => by?.name);
    };
    expect([await reporters(mod), await reporters(chief)]).toEqual([[undefined], ['Bob']]);
    const caseIds = async (user: ConnectedUser) =>
      (await notificationsOf(user)).flatMap((one) => (one.kind === 'report' ? [one.caseId] : []));
    expect([await caseIds(mod), await caseIds(chief)]).toEqual([
      expect.not.arrayContaining([open.id]),
      expect.arrayContaining([open.id]),
    ]);
    expect(await decideCase(mod, open, { kind: 'dismiss' })).toBe('SAFETY_CONFLICT_OF_INTEREST');
    expect(await decideCase(chief, await caseOf(chief, { kind: 'post', id: mine.id }), { kind: 'warn' })).toMatchObject(
      {
        case: { state: 'decided' },
      },
    );
  });

  it('[S93] automatic check opens a case whose score raises the priority', async () => {
    const message = await sendMessage(bob, room.id, 'flagged words');
    const openCase = app.get(OpenCase);
    const subject: Subject = { kind: 'message', id: message.id };
    await openCase.run({
      by: 'system',
      subject,
      reason: 'blockedTerms',
      detail: { term: 'flagged', category: 'hate', score: 1 },
    });
    const open = await caseOf(mod, subject);
    expect(open).toMatchObject({
      isAutoFlagged: true,
      reports: 0,
      priority: 65,
      reasons: [{ reason: 'blockedTerms', count: 1 }],
    });
    const { body } = await mod.client.get<CaseDetail>(`/api/safety/cases/${open.id}`);
    expect(body.reports).toMatchObject([{ reason: 'blockedTerms', detail: { term: 'flagged' } }]);
    expect(
      await openCase.run({
        by: 'system',
        subject: { ...subject, id: randomUUID() },
        reason: 'blockedTerms',
        detail: {},
      }),
    ).toBeNull();
  });

  it('[S95] deleted account loses its texts and name in cases while decisions stay', async () => {
    const leaver = await connectUser(app.url, `Leaver ${dialect}`);
    const painter = await connectUser(app.url, `Painter ${dialect}`);
    expect(await reportSubject(leaver, { kind: 'user', id: painter.me.id }, 'spam', 'my own words')).toBe('ok');
    expect(await reportSubject(bob, { kind: 'user', id: leaver.me.id })).toBe('ok');
    const about = await caseOf(mod, { kind: 'user', id: leaver.me.id });
    await decideCase(mod, about, { kind: 'warn', message: 'Careful.' });
    const { decisions } = await standingOf(leaver);
    await leaver.client.post(`/api/me/decisions/${decisions[0]?.id}/appeal`, { text: 'my own words' });
    const textsSeen = async (user: ConnectedUser) => JSON.stringify(await notificationsOf(user));
    expect(await textsSeen(mod)).toContain('my own words');
    expect(await textsSeen(bob)).toContain(leaver.me.name);
    expect(JSON.stringify((await exportOf(mod)).json('notifications.json'))).not.toContain('my own words');
    await deleteAccount(leaver);
    expect(await textsSeen(mod)).not.toContain('my own words');
    expect(await textsSeen(bob)).not.toContain(leaver.me.name);
    const open = await caseOf(mod, { kind: 'user', id: painter.me.id });
    const { body } = await mod.client.get<CaseDetail>(`/api/safety/cases/${open.id}`);
    expect(body.reports.find(({ by }) => by?.id === leaver.me.id)).toMatchObject({ comment: '', by: { name: '' } });
    const { body: closed } = await mod.client.get<CaseDetail>(`/api/safety/cases/${about.id}`);
    expect(closed.case.subject).toMatchObject({ isDeleted: true, title: '', author: { id: leaver.me.id, name: '' } });
    // The outcome has no recipient.
    await decideCase(chief, closed.case, { kind: 'restore' });
    expect(await rowsOf(app, 'notification', `user_id = '${leaver.me.id}'`)).toEqual([]);
  });

  it('[S94] audit log rejects changes, and verification finds the tampered entry', async () => {
    const { body } = await mod.client.get<AuditPage>('/api/safety/audit?action=case.decided');
    expect(body.entries[0]).toMatchObject({
      by: { name: 'Moe' },
      about: { kind: 'case' },
      detail: { decision: 'warn' },
    });
    expect((await bob.client.get('/api/safety/audit')).status).toBe(403);
    const audit = app.get(AuditService);
    expect((await audit.verify()).tampering).toBeNull();
    const query = app.get(Database).query();
    const change = () => sql`update safety_audit_entry set detail = '{}' where seq = 2`.execute(query);
    await expect(change()).rejects.toThrow('append-only');
    await expect(sql`delete from safety_audit_entry where seq = 2`.execute(query)).rejects.toThrow('append-only');
    await sql.raw('drop trigger safety_audit_no_update').execute(query);
    await change();
    expect((await audit.verify()).tampering).toEqual({ seq: 2, how: 'changed' });
  });
});
