import { Injectable } from '@nestjs/common';
import { DormantAccounts, type Person } from '@visionary/accounts';
import { Clock } from '@visionary/kernel';
import { Follows } from '../../domain/people/follows.js';
import { PEOPLE } from '../../domain/samples/cast.js';
import { Samples } from '../../domain/samples/samples.js';
import { Follow } from '../people/follow.js';
import { sampleId } from './sample-ids.js';

/** People nobody signs in as. */
@Injectable()
export class SamplePeople {
  constructor(
    private readonly accounts: DormantAccounts,
    private readonly samples: Samples,
    private readonly follow: Follow,
    private readonly follows: Follows,
    private readonly clock: Clock,
  ) {}

  /** In the order of PEOPLE, following each other; those that are there already stay as they are. */
  async run(): Promise<Person[]> {
    const people: Person[] = [];
    for (const person of PEOPLE) {
      const account = await this.accounts.add({ ...person, id: sampleId(`person ${person.name}`) });
      await this.samples.mark('account', account.id, this.clock.now());
      people.push({ id: account.id, name: account.shownName ?? account.name });
    }
    for (const [at, { id }] of people.entries()) {
      // Each some of the others, nobody themselves.
      for (const step of [1, 2, 4].slice(0, 1 + (at % 3))) await this.start(id, people[(at + step) % people.length]);
    }
    return people;
  }

  private async start(followerId: string, followed: Person | undefined): Promise<void> {
    if (!followed || (await this.follows.between(followerId, followed.id)).follows) return;
    await this.follow.run(followerId, followed.id, true);
  }
}
