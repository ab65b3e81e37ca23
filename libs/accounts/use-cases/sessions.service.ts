import { Injectable } from '@nestjs/common';
import { Config } from '@visionary/platform/config';
import { Clock, Ids, Rejection, UnitOfWork } from '@visionary/kernel';
import type { Account } from '../domain/account.js';
import { type Origin, type OwnedSession, type Session, SessionEnded } from '../domain/session.js';
import { OwnStateChanged, sessionCacheTag, userCacheTag } from '../domain/user.js';
import { Accounts } from '../storage/accounts.js';
import { Sessions } from '../storage/sessions.js';
import { hashToken, mintToken } from './session-token.js';

const DAY_MS = 86_400_000;
/** Caps the rows of an account that signs in over and over. */
const SESSIONS_PER_ACCOUNT = 40;
/** Expired sessions are already invalid; deleting their rows can wait. */
const CLEANUP_INTERVAL_MS = 60_000;
/** Minimum interval between writes of `lastSeenAt`. */
const LAST_SEEN_INTERVAL_MS = 5 * 60_000;
/** Minimum interval between extensions of a session. */
const EXTENSION_INTERVAL_MS = DAY_MS;

/** The browser that signs in. */
export interface SignInBrowser {
  /** Token of the session that the browser had before. That session ends. */
  readonly previousToken: string | undefined;
  readonly origin: Origin;
}

export interface CurrentAccount {
  readonly account: Account;
  /** Whether the session was extended, so the cookie must be sent again. */
  readonly isExtended: boolean;
  /** ms since 1970. */
  readonly now: number;
}

/** Opens, reads, extends and ends the sessions of accounts. */
@Injectable()
export class SessionsService {
  /** `performance.now()` of the next cleanup. */
  private cleanupAt = 0;
  /** ms since 1970 of the next write of `lastSeenAt` for open sockets. */
  private markSeenAt = 0;

  constructor(
    private readonly accounts: Accounts,
    private readonly sessions: Sessions,
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Signs a browser in.
   * @param account as it was when its password was verified
   * @returns the new token, which is stored nowhere
   * @throws Rejection ACCOUNTS_WRONG_CREDENTIALS when the password changed or the account was deleted in between
   */
  async open(account: Account, { previousToken, origin }: SignInBrowser): Promise<string> {
    const { token, session } = this.create(account.id, origin);
    await this.unitOfWork.run(async () => {
      const current = await this.accounts.lock(account.id);
      if (current?.passwordHash !== account.passwordHash) throw new Rejection('ACCOUNTS_WRONG_CREDENTIALS');
      const oldest = await this.sessions.oldest(account.id, SESSIONS_PER_ACCOUNT - 1);
      await this.replace(await this.idsOf(previousToken, session), oldest, session);
      this.unitOfWork.publish(new OwnStateChanged(account.id, 'sessions'));
    });
    return token;
  }

  /**
   * Creates an account and its first session in one transaction.
   * @throws what `createAccount` throws
   */
  async openFirst(
    createAccount: () => Promise<Account>,
    { previousToken, origin }: SignInBrowser,
  ): Promise<{ readonly account: Account; readonly token: string }> {
    return this.unitOfWork.run(async () => {
      const account = await createAccount();
      const { token, session } = this.create(account.id, origin);
      await this.replace(await this.idsOf(previousToken, session), [], session);
      return { account, token };
    });
  }

  /** @param origin origin of the request, if known. @returns null for a forged, ended or expired token */
  async read(token: string, origin?: Origin): Promise<OwnedSession | null> {
    const now = this.clock.now();
    const session = await this.sessions.byTokenHash(hashToken(token), now);
    const isDue = session !== null && now - session.lastSeenAt >= LAST_SEEN_INTERVAL_MS;
    if (isDue && origin) await this.sessions.markSeen(session.id, now, origin);
    return session;
  }

  /** The account behind a token. Extends the session when it is due. @returns null for a visitor */
  async currentAccount(token: string): Promise<CurrentAccount | null> {
    const now = this.clock.now();
    const session = await this.sessions.byTokenHash(hashToken(token), now);
    const account = session && (await this.accounts.byId(session.accountId));
    if (!account) return null;
    const expiresAt = now + this.ttlMs;
    const isExtended = expiresAt - session.expiresAt >= Math.min(EXTENSION_INTERVAL_MS, this.ttlMs / 2);
    if (isExtended) await this.sessions.extend(session.id, expiresAt);
    return { account, isExtended, now };
  }

  /** Sessions of an account, most recently seen first. */
  list(accountId: string): Promise<Session[]> {
    return this.sessions.of(accountId, this.clock.now());
  }

  /** Idempotent. */
  async signOut(token: string): Promise<void> {
    await this.unitOfWork.run(async () => {
      const session = await this.sessions.byTokenHash(hashToken(token), this.clock.now());
      if (!session) return;
      this.unitOfWork.invalidate(sessionCacheTag(session.id));
      await this.remove([session.id]);
    });
  }

  /** @throws Rejection NOT_FOUND for an ended session or one of another account */
  async end(accountId: string, sessionId: string): Promise<void> {
    const isEnded = await this.endWhere(accountId, ({ id }) => id === sessionId);
    if (!isEnded) throw new Rejection('NOT_FOUND');
  }

  /** @param exceptId the session that stays; null: all end */
  async endAll(accountId: string, exceptId: string | null): Promise<void> {
    await this.endWhere(accountId, ({ id }) => id !== exceptId);
  }

  /** @returns the ids whose sessions ended, expired, or belong to banned users */
  async findEnded(ids: readonly string[]): Promise<string[]> {
    const active = new Set(await this.sessions.listActive(ids, this.clock.now()));
    return ids.filter((id) => !active.has(id));
  }

  /** Marks sessions with open sockets as seen, throttled. @param ids all sessions with a socket on this node */
  async markSeen(ids: readonly string[]): Promise<void> {
    const now = this.clock.now();
    if (ids.length === 0 || now < this.markSeenAt) return;
    this.markSeenAt = now + LAST_SEEN_INTERVAL_MS;
    await this.sessions.markSeenMany(ids, now, now - LAST_SEEN_INTERVAL_MS);
  }

  /** How long a session lives after its last use. */
  private get ttlMs(): number {
    return this.config.sessionTtlDays * DAY_MS;
  }

  private create(accountId: string, origin: Origin): { readonly token: string; readonly session: Session } {
    const token = mintToken();
    const now = this.clock.now();
    const times = { createdAt: now, lastSeenAt: now, expiresAt: now + this.ttlMs };
    return { token, session: { id: this.ids.next(), tokenHash: hashToken(token), accountId, ...times, ...origin } };
  }

  private async idsOf(token: string | undefined, { createdAt: now }: Session): Promise<readonly string[]> {
    const session = token ? await this.sessions.byTokenHash(hashToken(token), now) : null;
    return session ? [session.id] : [];
  }

  private async replace(previous: readonly string[], oldest: readonly string[], session: Session): Promise<void> {
    await this.cleanUp(session.createdAt);
    const ended = [...new Set([...previous, ...oldest])];
    this.unitOfWork.invalidate(...ended.map(sessionCacheTag));
    await this.remove(ended);
    await this.sessions.add(session);
  }

  private async cleanUp(now: number): Promise<void> {
    if (performance.now() < this.cleanupAt) return;
    this.cleanupAt = performance.now() + CLEANUP_INTERVAL_MS;
    await this.sessions.removeExpired(now);
  }

  private endWhere(accountId: string, isEnding: (session: Session) => boolean): Promise<boolean> {
    const work = async () => {
      const ending = (await this.list(accountId)).filter(isEnding);
      await this.remove(ending.map(({ id }) => id));
      if (ending.length > 0) this.unitOfWork.publish(new OwnStateChanged(accountId, 'sessions'));
      return ending.length > 0;
    };
    return this.unitOfWork.run(work, [userCacheTag(accountId)]);
  }

  private async remove(sessionIds: readonly string[]): Promise<void> {
    for (const id of sessionIds) {
      await this.sessions.remove(id);
      this.unitOfWork.publish(new SessionEnded(id));
    }
  }
}
