import { Injectable } from '@nestjs/common';
import { LoginlessAccounts, type User } from '@visionary/accounts';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { MembersService, RoomsService } from '@visionary/rooms';
import { ROOMS, type SeedRoom, USERS } from '../../domain/seed/seed-data.js';
import { SeedRecordsRepository } from '../../storage/seed/seed-records.repository.js';
import { FollowsRepository } from '../../storage/users/follows.repository.js';
import { FollowsService } from '../users/follows.service.js';
import { seedId } from './seed-ids.js';

/** Seeds users without a password, and their rooms. */
@Injectable()
export class SeedUsers {
  constructor(
    private readonly accounts: LoginlessAccounts,
    private readonly followsService: FollowsService,
    private readonly follows: FollowsRepository,
    private readonly roomsService: RoomsService,
    private readonly members: MembersService,
    private readonly seedRecords: SeedRecordsRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** In the order of USERS, following each other. Existing ones stay unchanged. */
  async users(): Promise<User[]> {
    const users: User[] = [];
    for (const user of USERS) {
      const account = await this.accounts.add({ ...user, id: seedId(`person ${user.name}`) });
      await this.seedRecords.mark('account', account.id, this.clock.now());
      users.push({ id: account.id, name: account.displayName ?? account.name });
    }
    for (const [index, { id }] of users.entries()) {
      for (const step of [1, 2, 4].slice(0, 1 + (index % 3))) {
        await this.follow(id, users[(index + step) % users.length]);
      }
    }
    return users;
  }

  /** Ids in the order of ROOMS. All users are members of each room. */
  async rooms(users: readonly User[]): Promise<string[]> {
    const existing = new Set(await this.seedRecords.of('room'));
    const ids: string[] = [];
    for (const room of ROOMS) {
      const id = seedId(`room ${room.name}`);
      if (!existing.has(id)) await this.addRoom(id, room, users);
      ids.push(id);
    }
    return ids;
  }

  private async follow(followerId: string, followed: User | undefined): Promise<void> {
    if (!followed || (await this.follows.between(followerId, followed.id)).follows) return;
    await this.followsService.set(followerId, followed.id, true);
  }

  private async addRoom(id: string, { owner, ...room }: SeedRoom, users: readonly User[]): Promise<void> {
    await this.unitOfWork.run(async () => {
      const aspects = { ...room, id, visibility: 'public', defaultRole: 'editor', kind: 'room' } as const;
      await this.roomsService.create(users[owner] as User, aspects);
      await this.seedRecords.mark('room', id, this.clock.now());
      for (const user of users) await this.members.join({ roomId: id, user, role: 'editor' });
    });
  }
}
