import { Injectable } from '@nestjs/common';
import { LoginlessAccounts, type User } from '@visionary/accounts';
import { Clock } from '@visionary/kernel';
import { Follows } from '../../domain/users/follows.js';
import { USERS } from '../../domain/seed/seed-data.js';
import { SeedRecords } from '../../domain/seed/seed-records.js';
import { Follow } from '../users/follow.js';
import { sampleId } from './sample-ids.js';

/** Users nobody signs in as. */
@Injectable()
export class SeedUsers {
  constructor(
    private readonly accounts: LoginlessAccounts,
    private readonly seedRecords: SeedRecords,
    private readonly follow: Follow,
    private readonly follows: Follows,
    private readonly clock: Clock,
  ) {}

  /** In the order of Users, following each other; those that are there already stay as they are. */
  async run(): Promise<User[]> {
    const users: User[] = [];
    for (const user of USERS) {
      const account = await this.accounts.add({ ...user, id: sampleId(`person ${user.name}`) });
      await this.seedRecords.mark('account', account.id, this.clock.now());
      users.push({ id: account.id, name: account.shownName ?? account.name });
    }
    for (const [at, { id }] of users.entries()) {
      // Each some of the others, nobody themselves.
      for (const step of [1, 2, 4].slice(0, 1 + (at % 3))) await this.start(id, users[(at + step) % users.length]);
    }
    return users;
  }

  private async start(followerId: string, followed: User | undefined): Promise<void> {
    if (!followed || (await this.follows.between(followerId, followed.id)).follows) return;
    await this.follow.run(followerId, followed.id, true);
  }
}
