import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { type LeaveKind, type RoomEvent, RoomRightsChanged } from '../domain/room-event.js';
import type { User } from '../domain/user.js';
import { Members } from '../storage/members.js';
import { RoomLog } from '../storage/room-log.js';

/** What every command that manages a room has in common. The caller has checked permissions. */
export interface RoomCommand {
  readonly roomId: string;
  readonly clientId: string;
  readonly by: User;
}

export interface RoomAction {
  /** A type of the contract's ROOM_EVENT_PAYLOADS. */
  readonly type: string;
  readonly payload: object;
  /** Runs in the same transaction, while the room is locked. Rejects by throwing. */
  readonly work: (at: number) => Promise<void>;
  /** Whose rights change; null: everyone's; undefined: nobody's. */
  readonly about?: string | null;
  readonly leaveKind?: LeaveKind;
  /** See UnitOfWork.run. */
  readonly cacheTags?: readonly string[];
}

/** Runs commands that manage a room, once per clientId, one after another, with one event of the room log each. */
@Injectable()
export class RoomCommandRunner {
  constructor(
    private readonly log: RoomLog,
    private readonly members: Members,
    private readonly users: Users,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * @returns the event; for a retry, the first one
   * @throws what `work` throws, and Rejection ROOMS_NOT_OWNER when the right was revoked meanwhile; nothing is stored then
   */
  run(
    { roomId, clientId, by }: RoomCommand,
    { type, payload, work, about, leaveKind, cacheTags }: RoomAction,
  ): Promise<RoomEvent> {
    const manage = async () => {
      // The event comes first, because it locks the room: two owners cannot demote each other at once.
      const event = await this.log.append({ roomId, clientId, type, actorId: by.id, payload: () => payload });
      // Leaving needs no right. Everything else is checked again, now that the room is locked.
      if (leaveKind !== 'left' && !(await this.members.manages(roomId, by.id))) throw new Rejection('ROOMS_NOT_OWNER');
      await work(event.at);
      if (about !== undefined) this.unitOfWork.publish(new RoomRightsChanged(roomId, about, leaveKind ?? null));
      return event;
    };
    return this.log.once(by.id, clientId, manage, cacheTags);
  }

  /**
   * A unit of work that adds members: their accounts cannot be deleted meanwhile and leave memberships behind.
   * @throws Rejection UNAUTHENTICATED when the user's account is deleted, USERS_NOT_FOUND when the other one is
   */
  withLockedUsers<T>(userId: string, otherId: string | null, work: () => Promise<T>): Promise<T> {
    return this.unitOfWork.run(async () => {
      // Accounts are locked first, as when an account is deleted, so the two cannot deadlock.
      const locked = await this.users.hold(otherId === null ? [userId] : [userId, otherId]);
      if (!locked.has(userId)) throw new Rejection('UNAUTHENTICATED');
      if (otherId !== null && !locked.has(otherId)) throw new Rejection('USERS_NOT_FOUND');
      return work();
    });
  }

  /** The event of this command, if it ran before. */
  firstOf({ by, clientId }: RoomCommand): Promise<RoomEvent | null> {
    return this.log.firstOf(by.id, clientId);
  }
}
