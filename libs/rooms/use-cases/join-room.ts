import { Injectable } from '@nestjs/common';
import { Clock, Rejection } from '@visionary/kernel';
import type { User } from '../domain/user.js';
import type { Role } from '../domain/room.js';
import { RoomRightsChanged } from '../domain/room-event.js';
import { Members, Rooms } from '../domain/rooms.js';
import { RoomLog } from './room-log.js';
import { WithLockedUsers } from './with-locked-users.js';

/** More is no room any more. */
const MEMBERS_AT_MOST = 5000;

export interface Joining {
  readonly roomId: string;
  readonly user: User;
  readonly role: Role;
  /** In the same transaction, and only where somebody new comes: refuses by throwing. */
  readonly admit?: () => Promise<void>;
}

/** Makes somebody a member of a room, once, and says so in its log. */
@Injectable()
export class JoinRoom {
  constructor(
    private readonly rooms: Rooms,
    private readonly members: Members,
    private readonly log: RoomLog,
    private readonly withLockedUsers: WithLockedUsers,
    private readonly clock: Clock,
  ) {}

  /**
   * Whoever belongs to the room already keeps the role they have. The caller has checked that they may join.
   * @throws Rejection ROOMS_FULL, ROOMS_ARCHIVED, and what `admit` throws; UNAUTHENTICATED, ROOMS_BANNED, ROOMS_NOT_FOUND when their account
   *   went, they were banned or the room was closed meanwhile
   */
  async run({ roomId, user, role, admit }: Joining): Promise<void> {
    await this.withLockedUsers.run(user.id, null, async () => {
      if (!(await this.members.add(roomId, user.id, role, this.clock.now()))) return;
      await admit?.();
      // From here on the room is held: nobody else comes in before this is committed, so the count is true.
      const payload = () => ({ user, role });
      await this.log.append({ roomId, type: 'rooms.joined', actorId: user.id, inOpenRoom: true, payload });
      await this.requireWelcome(roomId, user.id, admit !== undefined);
      if ((await this.members.count(roomId)) > MEMBERS_AT_MOST) throw new Rejection('ROOMS_FULL');
      this.withLockedUsers.announce(new RoomRightsChanged(roomId, user.id));
    });
  }

  /** Once more, now that nobody else manages the room. */
  private async requireWelcome(roomId: string, userId: string, isInvited: boolean): Promise<void> {
    const place = await this.rooms.findPlace(roomId, userId);
    if (place?.isBanned) throw new Rejection('ROOMS_BANNED');
    if (!isInvited && place?.room.visibility !== 'public') throw new Rejection('ROOMS_NOT_FOUND');
  }
}
