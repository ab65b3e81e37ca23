import type { Sanctions } from './sanctions.js';

/** Who is behind a request or a socket. Plain values, valid at the moment they were read. */
export interface Identity {
  readonly sessionId: string;
  /** As others see them. */
  readonly user: { readonly id: string; readonly name: string; readonly image?: string };
  /** When the account was made; 0 for moderators and admins, who are never new. */
  readonly since: number;
  /** What is kept from them on the whole instance. */
  readonly sanctions: Sanctions;
  /** What becomes of images that are not for everybody: covered, shown, or left out of lists. */
  readonly sight: 'blur' | 'show' | 'hide';
}

/** Visitors, and who does not want to see them, get lists without images that are not for everybody. */
export const canSeeOnlyEveryone = (identity: Pick<Identity, 'sight'> | null): boolean =>
  identity === null || identity.sight === 'hide';

/** Where a request came from. */
export interface RequestOrigin {
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
}

/** Port: the accounts slice binds it. */
export abstract class SessionReader {
  /**
   * @param cookieHeader the raw Cookie header
   * @param from noted with the session, where it is given
   * @returns null for a visitor, also when the session is over or forged.
   */
  abstract read(cookieHeader: string | undefined, from?: RequestOrigin): Promise<Identity | null>;
  /** Said of all sessions with a socket here. @returns those of them that are over, by sign-out or by time. */
  abstract findEnded(sessionIds: readonly string[]): Promise<string[]>;
  /** As others see these users now; who is gone is left out. */
  abstract findUsers(ids: readonly string[]): Promise<Identity['user'][]>;
}
