import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { CaseDetail, CasePage, CaseView, CommandPayload, Decide, MyStanding, Subject } from '@visionary/contract';
import { appoint } from './admins.js';
import { bootApp, type RunningApp } from './app.js';
import { TINY_MODELS } from './jam.js';
import { type ConnectedUser, connectUsers } from './rooms.js';
import { type DIALECTS, freshDatabase } from './services.js';

/** A server with three users, a moderator, and an admin. */
export type ModeratedApp = { app: RunningApp } & Record<'ann' | 'bob' | 'eve' | 'mod' | 'chief', ConnectedUser>;

export async function bootModerated(dialect: (typeof DIALECTS)[number]): Promise<ModeratedApp> {
  const app = await bootApp({ databaseUrl: await freshDatabase(dialect), modelsDir: TINY_MODELS });
  const [ann, bob, eve, mod, chief] = await connectUsers(app.url, 'Ann', 'Bob', 'Eve', 'Moe', 'Chief');
  await appoint(app, 'Moe', 'moderator');
  await appoint(app, 'Chief');
  return { app, ann, bob, eve, mod, chief };
}

/** Reports a subject. @returns 'ok', or the code of the rejection */
export const reportSubject = (
  { live }: ConnectedUser,
  subject: Subject,
  reason: CommandPayload<'safety.report'>['reason'] = 'spam',
  text = '',
): Promise<string> => live.rejectionOf('safety.report', { clientId: randomUUID(), subject, reason, comment: text });

export async function queueOf({ client }: ConnectedUser, query = ''): Promise<CasePage> {
  const { status, body } = await client.get<CasePage>(`/api/safety/cases${query}`);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body;
}

/** The undecided case of a subject. */
export async function caseOf(moderator: ConnectedUser, subject: Subject, query = ''): Promise<CaseView> {
  const { cases } = await queueOf(moderator, query);
  const found = cases.find(({ subject: { kind, id } }) => kind === subject.kind && id === subject.id);
  if (!found) throw new Error(`nobody has reported ${subject.kind} ${subject.id}`);
  return found;
}

type Verdict = Partial<Omit<Decide, 'changedAt'>> & Pick<Decide, 'kind'>;

/** @returns the updated case, or the code of the rejection */
export async function decideCase(
  { client }: ConnectedUser,
  { id, changedAt }: Pick<CaseView, 'id' | 'changedAt'>,
  verdict: Verdict,
): Promise<CaseDetail | string> {
  const path = `/api/safety/cases/${id}/decisions`;
  const { status, body } = await client.post<CaseDetail & { code: string }>(path, { changedAt, ...verdict });
  return status === 200 ? body : body.code;
}

/** Reports a subject as one user and decides the case as another. */
export async function reportAndDecide(
  reporter: ConnectedUser,
  moderator: ConnectedUser,
  subject: Subject,
  verdict: Verdict,
): Promise<CaseDetail> {
  expect(await reportSubject(reporter, subject)).toBe('ok');
  const decided = await decideCase(moderator, await caseOf(moderator, subject), verdict);
  if (typeof decided === 'string') throw new Error(decided);
  return decided;
}

export async function standingOf({ client }: ConnectedUser): Promise<MyStanding> {
  const { status, body } = await client.get<MyStanding>('/api/me/standing');
  expect({ status, body }).toMatchObject({ status: 200 });
  return body;
}
