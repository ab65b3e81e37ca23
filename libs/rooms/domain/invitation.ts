import type { DefaultRole } from '@visionary/contract';

export interface Invitation {
  readonly id: string;
  /** SHA-256 of the token, so a database reader cannot use the link. */
  readonly tokenHash: string;
  readonly roomId: string;
  readonly byId: string;
  readonly createdAt: number;
  /** Role of users who accept it. */
  readonly role: DefaultRole;
  /** Null: never. */
  readonly expiresAt: number | null;
  /** Null: unlimited. */
  readonly usesLeft: number | null;
  readonly used: number;
  readonly revokedAt: number | null;
}

/** Expired, used up, or revoked. */
export const isExpired = ({ expiresAt, usesLeft, revokedAt }: Invitation, now: number): boolean =>
  revokedAt !== null || usesLeft === 0 || (expiresAt !== null && expiresAt <= now);
