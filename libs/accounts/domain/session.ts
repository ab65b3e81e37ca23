import type { AccountRole, SensitiveContentMode } from '@visionary/contract';
import type { User } from './user.js';

/** Where a request came from, as the server sees it. */
export interface Origin {
  /** At most `USER_AGENT_LENGTH` characters. */
  readonly userAgent: string;
  readonly address: string;
}

const USER_AGENT_LENGTH = 400;
const ADDRESS_LENGTH = 64;
const MAPPED_IPV4 = /^::ffff:(?=\d+\.)/i;

/** Cuts both to what the table can store. */
export const originOf = (userAgent: string | undefined, address: string | undefined): Origin => ({
  userAgent: (userAgent ?? '').slice(0, USER_AGENT_LENGTH),
  address: (address ?? '').replace(MAPPED_IPV4, '').slice(0, ADDRESS_LENGTH),
});

/** One signed-in browser. Only that browser knows the token itself. */
export interface Session extends Origin {
  readonly id: string;
  /** SHA-256 of the token, hex. */
  readonly tokenHash: string;
  readonly accountId: string;
  readonly createdAt: number;
  /** Accurate to a few minutes. */
  readonly lastSeenAt: number;
  readonly expiresAt: number;
}

/** A session with its user. */
export interface OwnedSession extends Session {
  readonly user: User;
  /** When the account was created. */
  readonly accountSince: number;
  readonly role: AccountRole;
  readonly sensitiveContentMode: SensitiveContentMode;
  readonly mutedUntil: number | null;
  readonly bannedUntil: number | null;
}

/** A session ended before it expired. Every node disconnects its sockets. */
export class SessionEnded {
  constructor(readonly sessionId: string) {}
}
