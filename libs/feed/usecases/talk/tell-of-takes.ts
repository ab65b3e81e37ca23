import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { Clock } from '@visionary/kernel';
import { TellPeople } from './tell-people.js';

/** Inside the transaction that ends a take: tells whoever started it. The caller knows that they did not see it. */
@Injectable()
export class TellOfTakes {
  constructor(
    private readonly people: People,
    private readonly tell: TellPeople,
    private readonly clock: Clock,
  ) {}

  async run(
    kind: 'takeFinished' | 'takeFailed',
    { id: takeId, roomId, authorId }: { readonly id: string; readonly roomId: string; readonly authorId: string },
  ): Promise<void> {
    if (!(await this.people.byIds([authorId])).has(authorId)) return;
    await this.tell.run([{ personId: authorId, kind, roomId, takeId, peopleIds: [], at: this.clock.now() }]);
  }
}
