import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  type CaseDetail,
  type QueueStats,
  COMMAND_RATE_LIMITS,
  LIMITS,
  type PostView,
  type StandingsPage,
  type Subject,
} from '@visionary/contract';
import { Database } from '@visionary/platform/database';
import { sql } from 'kysely';
import { appoint } from '../support/admins.js';
import { bootApp, type RunningApp, rowsOf } from '../support/app.js';
import { caseOf, decideCase, reportAndDecide, queueOf, reportSubject, standingOf } from '../support/cases.js';
import { exportOf, deleteAccount } from '../support/users.js';
import { type ConnectedUser, connectUser, connectUsers } from '../support/rooms.js';
import { DIALECTS, freshDatabase } from '../support/services.js';
import { addComment, notificationsOf, publishUpload } from '../support/talk.js';

const HOUR_MS = 3_600_000;

describe.each(DIALECTS)('case queue over %s', (dialect) => {
  let app: RunningApp;
  let [ann, bob, eve, mod, chief] = [] as unknown as [
    ConnectedUser,
    ConnectedUser,
    ConnectedUser,
    ConnectedUser,
    ConnectedUser,
  ];
  let post: PostView;

  beforeAll(async () => {
    app = await bootApp({ databaseUrl: await freshDatabase(dialect) });
    [ann, bob, eve] = await connectUsers(app.url, 'Ann', 'Bob', 'Eve');
    [mod, chief] = await connectUsers(app.url, 'Mod', 'Chief');
    await appoint(app, 'Mod', 'moderator');
    await appoint(app, 'Chief');
    post = await publishUpload(ann);
  });

  it('[S100] queue stats show waiting times, and standings list muted and banned users', async () => {
    expect((await mod.client.get('/api/safety/queue-stats')).body).toEqual({ decided: 0 });
    await reportAndDecide(bob, mod, { kind: 'post', id: post.id }, { kind: 'dismiss' });
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

  it('[S103] reports, decisions and appeals that aren’t allowed are rejected with a specific code', async () => {
    const deleted: Subject = { kind: 'comment', id: randomUUID() };
    expect(await reportSubject(ann, deleted)).toBe('SAFETY_SUBJECT_NOT_FOUND');
    expect(await reportSubject(ann, { kind: 'user', id: ann.me.id })).toBe('SAFETY_CANNOT_REPORT_OWN');
    expect(await reportSubject(ann, { kind: 'post', id: post.id }, 'spam', 'x'.repeat(LIMITS.reportLength + 1))).toBe(
      'INVALID',
    );
    const flood = await connectUser(app.url, 'Flood');
    const limit = COMMAND_RATE_LIMITS['safety.report']?.established?.points ?? 0;
    const all = Array.from({ length: limit + 1 }, () => reportSubject(flood, { kind: 'post', id: post.id }));
    expect((await Promise.all(all)).filter((answer) => answer !== 'ok')).toEqual(['RATE_LIMITED']);
    const subject: Subject = { kind: 'comment', id: (await addComment(ann, post, 'of no use')).id };
    const { case: decided } = await reportAndDecide(chief, mod, subject, { kind: 'warn', words: 'Be of use.' });
    expect(await decideCase(mod, { ...decided, changedAt: decided.changedAt - 1 }, { kind: 'dismiss' })).toBe(
      'SAFETY_CASE_CHANGED',
    );
    expect(await decideCase(mod, decided, { kind: 'remove' })).toBe('SAFETY_DECISION_NOT_ALLOWED');
    expect(await decideCase(mod, { ...decided, id: randomUUID() }, { kind: 'dismiss' })).toBe('SAFETY_CASE_NOT_FOUND');
    const [decision] = (await standingOf(ann)).decisions;
    const appeals = async () =>
      (await ann.client.post<{ code?: string }>(`/api/me/decisions/${decision?.id}/appeal`, { words: 'It was.' })).body
        .code;
    expect([await appeals(), await appeals()]).toEqual([undefined, 'SAFETY_ALREADY_APPEALED']);
    const appealed = await caseOf(mod, subject, '?list=appealed');
    await appoint(app, 'Mod', 'member');
    expect(await decideCase(mod, appealed, { kind: 'restore' })).toBe('FORBIDDEN');
    expect(await mod.live.rejectionOf('safety.subscribe', {})).toBe('FORBIDDEN');
    await appoint(app, 'Mod', 'moderator');
    // A pending appeal is decided before the case.
    expect(await decideCase(mod, appealed, { kind: 'restore' })).toBe('SAFETY_DECISION_NOT_ALLOWED');
  });

  it('[S106] pending appeal is granted when its decision is reverted', async () => {
    const sorry = await connectUser(app.url, 'Sorry');
    const sanction = (decision: object) => mod.client.post(`/api/safety/users/${sorry.me.id}/decisions`, decision);
    await sanction({ kind: 'mute', until: Date.now() + HOUR_MS });
    const [muted] = (await standingOf(sorry)).decisions;
    await sorry.client.post(`/api/me/decisions/${muted?.id}/appeal`, { words: 'It will not happen again.' });
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
    await decideCase(mod, body.case, { kind: 'warn', words: 'Kinder, please.' });
    expect((await standingOf(bob)).decisions[0]).toMatchObject({
      kind: 'warn',
      message: 'Kinder, please.',
      subject: { title: 'reported long ago' },
      mayAppeal: true,
    });
  });

  it('[S95] deleted account loses its texts and name in cases while decisions stay', async () => {
    const leaver = await connectUser(app.url, `Leaver ${dialect}`);
    const painter = await connectUser(app.url, `Painter ${dialect}`);
    expect(await reportSubject(leaver, { kind: 'user', id: painter.me.id }, 'spam', 'my own words')).toBe('ok');
    expect(await reportSubject(bob, { kind: 'user', id: leaver.me.id })).toBe('ok');
    const about = await caseOf(mod, { kind: 'user', id: leaver.me.id });
    await decideCase(mod, about, { kind: 'warn', words: 'Careful.' });
    const { decisions } = await standingOf(leaver);
    await leaver.client.post(`/api/me/decisions/${decisions[0]?.id}/appeal`, { words: 'my own words' });
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
});
