import { DomainEvent } from '@visionary/kernel';

/** One durable thing that happened in a room. What `payload` holds is the contract's word for its `type`. */
export interface RoomEvent {
  readonly roomId: string;
  /** Counts from 1 in its room, without gaps: the order everybody sees. */
  readonly seq: number;
  readonly type: string;
  /** Null for what nobody in particular did. */
  readonly actorId: string | null;
  readonly at: number;
  readonly payload: object;
}

/** An event of a room's log is written; after the commit everybody in the room hears it. */
export class RoomEventAppended extends DomainEvent {
  constructor(readonly event: RoomEvent) {
    super();
  }
}

/** How somebody came to belong to a room no more. */
export type LeaveKind = 'left' | 'kicked' | 'banned';

/** What somebody, or with null everybody, may do in a room is no longer what it was. `how`: where it ends altogether. */
export class RoomRightsChanged extends DomainEvent {
  constructor(
    readonly roomId: string,
    readonly userId: string | null,
    readonly how: LeaveKind | null = null,
  ) {
    super();
  }
}
