import { DomainEvent } from '@visionary/kernel';

/** How much of a room reaches somebody: everything, what calls or answers them, nothing. */
export type NotifyLevel = 'all' | 'mentions' | 'nothing';

/** What of a room somebody has not read. */
export interface ReadState {
  readonly roomId: string;
  /** Everything up to there is read. */
  readonly readSeq: number;
  /** Messages after it, without one's own, those removed, and those of users one has blocked. */
  readonly unread: number;
  /** Notifications of this room that are not read. */
  readonly mentions: number;
  readonly notificationLevel: NotifyLevel;
}

/** Port: how far users have read in the rooms they belong to. */
export abstract class ReadStates {
  /** Of every room they belong to: one query. */
  abstract of(userId: string): Promise<ReadState[]>;
  /** @returns null for somebody who does not belong to the room. */
  abstract one(userId: string, roomId: string): Promise<ReadState | null>;
  /** Of those of these users who belong to the room: one query. */
  abstract ofUsers(roomId: string, userIds: readonly string[]): Promise<(ReadState & { readonly userId: string })[]>;
  /** Never goes back. @returns whether it moved */
  abstract raise(roomId: string, userId: string, seq: number): Promise<boolean>;
  abstract set(roomId: string, userId: string, readSeq: number): Promise<void>;
  abstract setNotify(roomId: string, userId: string, notify: NotifyLevel): Promise<void>;
}

/** What somebody has not read in a room is no longer what it was, by their own doing. */
export class ReadStateChanged extends DomainEvent {
  constructor(
    readonly roomId: string,
    readonly userId: string,
  ) {
    super();
  }
}
