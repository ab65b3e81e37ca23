import { Injectable } from '@nestjs/common';
import { type CommandPayload, LEAST_PACED_PEOPLE, LIMITS, type LoggedPaceChange, type Pace } from '@visionary/contract';
import { RoomAccess, UnitOfWork } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { deletedUser, type RoomEvent, RoomLog, Users } from '@visionary/rooms';
import { RoomPaceChanged } from '../domain/events.js';
import { SqlPaceChanges } from '../storage/sql-pace-changes.js';

/** How slowly takes of a room render, so that people can follow and steer them. Shared by everyone in the room. */
@Injectable()
export class RoomPaceService {
  constructor(
    private readonly changes: SqlPaceChanges,
    private readonly log: RoomLog,
    private readonly access: RoomAccess,
    private readonly users: Users,
    private readonly unitOfWork: UnitOfWork,
    private readonly config: Config,
  ) {}

  /** Of a public room that chose none: strangers meet there. */
  get ofPublicRooms(): Pace {
    return this.config.publicRoomPace;
  }

  /** What the room chose, while somebody watches. A public room that chose none has the default once several people do. */
  async of(roomId: string, watching: number): Promise<Pace> {
    if (watching === 0) return 0;
    const [chosen] = await this.changes.last(roomId, 1);
    if (chosen) return chosen.seconds;
    if (watching < LEAST_PACED_PEOPLE) return 0;
    return (await this.access.roleOf(null, roomId)) === null ? 0 : this.ofPublicRooms;
  }

  /** Oldest first. */
  async lastChanges(roomId: string): Promise<LoggedPaceChange[]> {
    const changes = await this.changes.last(roomId, LIMITS.paceChangesShown);
    const users = await this.users.byIds(changes.map(({ byId }) => byId));
    return changes.map(({ seq, seconds, byId, at }) => ({
      ...{ seq, seconds, at },
      by: users.get(byId) ?? deletedUser(byId),
    }));
  }

  /** @returns the event; on a retry the first one. @throws Rejection as RoomLog */
  set({ roomId, userId, clientId, seconds }: CommandPayload<'jam.setPace'> & { userId: string }): Promise<RoomEvent> {
    return this.log.once(userId, clientId, async () => {
      const by = (await this.users.byIds([userId])).get(userId) ?? deletedUser(userId);
      const event = await this.log.append({
        roomId,
        type: 'jam.paceChanged',
        actorId: userId,
        clientId,
        inOpenRoom: true,
        payload: () => ({ seconds, by }),
      });
      await this.changes.add(roomId, { seq: event.seq, seconds, byId: userId, at: event.at });
      this.unitOfWork.publish(new RoomPaceChanged(roomId));
      return event;
    });
  }
}
