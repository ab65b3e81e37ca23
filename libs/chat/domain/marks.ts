import { DomainEvent } from '@visionary/kernel';

/** How much of a room reaches somebody: everything, what calls or answers them, nothing. */
export type NotifyLevel = 'all' | 'mentions' | 'nothing';

/** What of a room somebody has not read. */
export interface Mark {
  readonly roomId: string;
  /** Everything up to there is read. */
  readonly readSeq: number;
  /** Messages after it, without one's own, those removed, and those of people one has blocked. */
  readonly unread: number;
  /** Notifications of this room that are not read. */
  readonly mentions: number;
  readonly notify: NotifyLevel;
}

/** Port: how far people have read in the rooms they belong to. */
export abstract class Marks {
  /** Of every room they belong to: one query. */
  abstract of(personId: string): Promise<Mark[]>;
  /** @returns null for somebody who does not belong to the room. */
  abstract one(personId: string, roomId: string): Promise<Mark | null>;
  /** Of those of these people who belong to the room: one query. */
  abstract ofPeople(roomId: string, personIds: readonly string[]): Promise<(Mark & { readonly personId: string })[]>;
  /** Never goes back. @returns whether it moved */
  abstract raise(roomId: string, personId: string, seq: number): Promise<boolean>;
  abstract set(roomId: string, personId: string, readSeq: number): Promise<void>;
  abstract setNotify(roomId: string, personId: string, notify: NotifyLevel): Promise<void>;
}

/** What somebody has not read in a room is no longer what it was, by their own doing. */
export class MarkMoved extends DomainEvent {
  constructor(
    readonly roomId: string,
    readonly personId: string,
  ) {
    super();
  }
}
