import { DomainEvent } from '@visionary/kernel';
import type { AccountRole, Sight } from './account.js';
import type { User } from './user.js';

/** Where a browser speaks from, as the server sees it. */
export interface Origin {
  /** Its own words; at most `USER_AGENT_LENGTH`. */
  readonly userAgent: string;
  readonly address: string;
}

const USER_AGENT_LENGTH = 400;
const ADDRESS_LENGTH = 64;
const MAPPED_IPV4 = /^::ffff:(?=\d+\.)/i;

/** As it can be kept. */
export const originOf = (userAgent: string | undefined, address: string | undefined): Origin => ({
  userAgent: (userAgent ?? '').slice(0, USER_AGENT_LENGTH),
  address: (address ?? '').replace(MAPPED_IPV4, '').slice(0, ADDRESS_LENGTH),
});

/** One browser that is signed in. The token itself is known to that browser alone. */
export interface Session extends Origin {
  readonly id: string;
  /** SHA-256 of the token, hex. */
  readonly tokenHash: string;
  readonly accountId: string;
  readonly createdAt: number;
  /** To within some minutes. */
  readonly lastSeenAt: number;
  readonly expiresAt: number;
}

/** A session with whose it is. */
export interface OwnedSession extends Session {
  readonly user: User;
  /** When the account was made. */
  readonly accountSince: number;
  readonly role: AccountRole;
  readonly sight: Sight;
  readonly mutedUntil: number | null;
  readonly bannedUntil: number | null;
}

/** Port to where sessions are kept. */
export abstract class Sessions {
  /** Null also for one that has expired by `now`. */
  abstract byTokenHash(tokenHash: string, now: number): Promise<OwnedSession | null>;
  /** Those of the ids that are there and not expired, and whose users are not kept out. */
  abstract listActive(ids: readonly string[], now: number): Promise<string[]>;
  /** Of one account, not expired, the most recently seen first. */
  abstract of(accountId: string, now: number): Promise<Session[]>;
  abstract add(session: Session): Promise<void>;
  abstract extend(id: string, expiresAt: number): Promise<void>;
  abstract markSeen(id: string, at: number, from: Origin): Promise<void>;
  /** As `seen` for many whose origin is as it was; those seen at or after `before` are left alone. */
  abstract markSeenMany(ids: readonly string[], at: number, before: number): Promise<void>;
  abstract remove(id: string): Promise<void>;
  abstract removeExpired(now: number): Promise<void>;
  /** Ids of this account's sessions but the newest `keep`. */
  abstract oldest(accountId: string, keep: number): Promise<string[]>;
}

/** A session is over before its time: its sockets must go, on every node. */
export class SessionEnded extends DomainEvent {
  constructor(readonly sessionId: string) {
    super();
  }
}

/** How long a session lives from its last use. */
export abstract class SessionLifetime {
  abstract readonly ttlMs: number;
}
