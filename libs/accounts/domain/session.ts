import { DomainEvent } from '@visionary/kernel';

/** One browser that is signed in. The token itself is known to that browser alone. */
export interface Session {
  readonly id: string;
  /** SHA-256 of the token, hex. */
  readonly tokenHash: string;
  readonly accountId: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** Port to where sessions are kept. */
export abstract class Sessions {
  /** With the name of whose it is; null also for one that has expired by `now`. */
  abstract byTokenHash(tokenHash: string, now: number): Promise<(Session & { readonly name: string }) | null>;
  /** Those of the ids that are there and not expired. */
  abstract living(ids: readonly string[], now: number): Promise<string[]>;
  abstract add(session: Session): Promise<void>;
  abstract prolong(id: string, expiresAt: number): Promise<void>;
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
