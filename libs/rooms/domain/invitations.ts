export interface Invitation {
  readonly id: string;
  /** SHA-256 of the token: who reads the database cannot use the links. */
  readonly tokenHash: string;
  readonly roomId: string;
  readonly byId: string;
  readonly createdAt: number;
  /** What it makes of whoever accepts it. */
  readonly role: 'viewer' | 'editor';
  /** Null: never. */
  readonly expiresAt: number | null;
  /** How many users it still lets in; null: any number. */
  readonly usesLeft: number | null;
  readonly used: number;
  readonly revokedAt: number | null;
}

/** Whether it lets nobody in any more. */
export const isExpired = ({ expiresAt, usesLeft, revokedAt }: Invitation, now: number): boolean =>
  revokedAt !== null || usesLeft === 0 || (expiresAt !== null && expiresAt <= now);

/** Port: the links that open private rooms. */
export abstract class Invitations {
  abstract add(invitation: Invitation): Promise<void>;
  abstract find(tokenHash: string): Promise<Invitation | null>;
  abstract byId(roomId: string, id: string): Promise<Invitation | null>;
  /** Those that are not over, the newest first. */
  abstract listActive(roomId: string, now: number, limit: number): Promise<Invitation[]>;
  /** Uses it once, however many try at the same moment. @returns false when it is over */
  abstract use(id: string, now: number): Promise<boolean>;
  abstract revoke(id: string, at: number): Promise<void>;
  /** All that this user has made, for this room or for any. */
  abstract revokeOf(byId: string, at: number, roomId?: string): Promise<void>;
  /** Forgets those that have been over since then. */
  abstract sweep(since: number): Promise<void>;
}
