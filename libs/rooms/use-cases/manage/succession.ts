import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { deletedUser, Users } from '../../domain/user.js';
import { Members, Rooms } from '../../domain/rooms.js';
import { RoomLog } from '../room-log.js';

/** Who owns a room after its last owner is gone: the editor, else the viewer, who has been there longest. Without anybody it is archived. */
@Injectable()
export class Succession {
  constructor(
    private readonly rooms: Rooms,
    private readonly members: Members,
    private readonly users: Users,
    private readonly log: RoomLog,
    private readonly clock: Clock,
  ) {}

  /** Inside the transaction in which somebody left. */
  async settle(roomId: string): Promise<void> {
    const room = await this.rooms.find(roomId);
    if (!room || room.kind === 'direct') return;
    const members = await this.members.list(roomId);
    const heir = (['owner', 'editor', 'viewer'] as const)
      .map((role) => members.find((member) => member.role === role))
      .find((member) => member !== undefined);
    if (!heir) return this.rooms.archive(roomId, this.clock.now());
    if (heir.role !== 'owner') await this.appoint(roomId, heir.userId);
    const owns = members.some(({ userId, role }) => userId === room.ownerId && role === 'owner');
    if (!owns) await this.rooms.setOwner(roomId, heir.userId);
  }

  private async appoint(roomId: string, userId: string): Promise<void> {
    await this.members.setRole(roomId, userId, 'owner');
    const user = (await this.users.byIds([userId])).get(userId) ?? deletedUser(userId);
    const payload = () => ({ user, role: 'owner', by: user });
    await this.log.append({ roomId, type: 'rooms.roleChanged', actorId: null, payload });
  }
}
