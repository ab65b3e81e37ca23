import type { SensitiveContentMode } from '@visionary/contract';
import type { Sanctions } from '@visionary/kernel';

/** The user behind a request or socket, as of when it was read. */
export interface Identity {
  readonly sessionId: string;
  /** As others see them. */
  readonly user: { readonly id: string; readonly name: string; readonly image?: string };
  /** When the account was created, in ms since 1970. 0 for moderators and admins, who never count as new. */
  readonly accountCreatedAt: number;
  /** Sanctions on the whole instance. */
  readonly sanctions: Sanctions;
  /** Display of sensitive and adult images: blurred, shown, or left out of lists. */
  readonly sensitiveContentMode: SensitiveContentMode;
}

/** True for visitors and users who hide sensitive content: their lists contain only images rated for everyone. */
export const canSeeOnlyEveryone = (identity: Pick<Identity, 'sensitiveContentMode'> | null): boolean =>
  identity === null || identity.sensitiveContentMode === 'hide';

/** Address and browser of a request. */
export interface RequestOrigin {
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
}

/** Port, bound by the accounts slice. */
export abstract class SessionReader {
  /**
   * @param cookieHeader the raw Cookie header
   * @param from stored with the session, if given
   * @returns null for a visitor, and for an expired or forged session
   */
  abstract read(cookieHeader: string | undefined, from?: RequestOrigin): Promise<Identity | null>;
  /** Called with all sessions that have sockets on this node. @returns those that were signed out or expired */
  abstract findEnded(sessionIds: readonly string[]): Promise<string[]>;
  /** Current profiles of these users, without deleted ones. */
  abstract findUsers(ids: readonly string[]): Promise<Identity['user'][]>;
}
