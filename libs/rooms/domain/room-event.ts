/** One entry of a room log. The contract defines `payload` for each `type`. */
export interface RoomEvent {
  readonly roomId: string;
  /** Counts from 1 in each room, without holes. */
  readonly seq: number;
  readonly type: string;
  /** Null for events without an author. */
  readonly actorId: string | null;
  readonly at: number;
  readonly payload: object;
}

/** An event was appended to a room log. It is broadcast after the commit. */
export class RoomEventAppended {
  constructor(readonly event: RoomEvent) {}
}

/** How a membership ended. */
export type LeaveKind = 'left' | 'kicked' | 'banned';

/** The rights of a user in a room, or with null of all users, changed. `leaveKind`: the way a membership ended. */
export class RoomRightsChanged {
  constructor(
    readonly roomId: string,
    readonly userId: string | null,
    readonly leaveKind: LeaveKind | null = null,
  ) {}
}
