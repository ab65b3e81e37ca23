import { Injectable } from '@nestjs/common';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { deletedUser, Users, type User } from '../../domain/user.js';
import { type LeaveKind, type RoomEvent, RoomRightsChanged } from '../../domain/room-event.js';
import { Members } from '../../domain/rooms.js';
import { RoomLog } from '../room-log.js';

/** What every command of whoever manages a room says. The caller has checked that they may. */
export interface RoomCommand {
  readonly roomId: string;
  readonly clientId: string;
  readonly by: User;
}

export interface RoomAction {
  /** A type of the contract's LOG_PAYLOADS, and what it holds. */
  readonly type: string;
  readonly payload: object;
  /** In the same transaction, while the room is held: nobody else manages it before this is committed. Refuses by throwing. */
  readonly work: (at: number) => Promise<void>;
  /** Whose rights it changes; null: everybody's; undefined: nobody's. */
  readonly about?: string | null;
  readonly how?: LeaveKind;
  /** See UnitOfWork.run: named beforehand, so that nobody's turn is lost over it. */
  readonly touches?: readonly string[];
}

/** How a room is managed: once for each clientId, one after the other, with an event of the log for each. */
@Injectable()
export class RoomCommandRunner {
  constructor(
    private readonly log: RoomLog,
    private readonly users: Users,
    private readonly members: Members,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * @returns the event, on a retry the first one
   * @throws what `work` throws, and Rejection ROOMS_NOT_OWNER when the right was taken meanwhile; nothing has happened then
   */
  run(
    { roomId, clientId, by }: RoomCommand,
    { type, payload, work, about, how, touches }: RoomAction,
  ): Promise<RoomEvent> {
    const manage = async () => {
      // The event first: it holds the room, so that two owners cannot take each other's right at the same moment.
      const event = await this.log.append({ roomId, clientId, type, actorId: by.id, payload: () => payload });
      if (how !== 'left') await this.requireStillMay(roomId, by.id);
      await work(event.at);
      if (about !== undefined) this.unitOfWork.publish(new RoomRightsChanged(roomId, about, how ?? null));
      return event;
    };
    return this.log.once(by.id, clientId, manage, touches);
  }

  /** What this command has become already. */
  firstOf({ by, clientId }: RoomCommand): Promise<RoomEvent | null> {
    return this.log.firstOf(by.id, clientId);
  }

  /** Once more, now that nobody else manages the room; to go needs no right. */
  private async requireStillMay(roomId: string, userId: string): Promise<void> {
    if (!(await this.members.manages(roomId, userId))) throw new Rejection('ROOMS_NOT_OWNER');
  }

  /** The one it is about, as others see them. */
  async user(userId: string): Promise<User> {
    return (await this.users.byIds([userId])).get(userId) ?? deletedUser(userId);
  }

  /** @throws Rejection FORBIDDEN: whoever wants this for themselves leaves, or asks another owner */
  rejectSelfTarget({ by }: RoomCommand, userId: string): void {
    if (by.id === userId) throw new Rejection('FORBIDDEN');
  }
}
