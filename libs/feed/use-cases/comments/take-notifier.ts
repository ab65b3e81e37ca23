import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { Clock } from '@visionary/kernel';
import { NotificationWriter } from './tell-users.js';

/** Inside the transaction that ends a take: tells whoever started it. The caller knows that they did not see it. */
@Injectable()
export class TakeNotifier {
  constructor(
    private readonly users: Users,
    private readonly tell: NotificationWriter,
    private readonly clock: Clock,
  ) {}

  async run(
    kind: 'takeFinished' | 'takeFailed',
    { id: takeId, roomId, authorId }: { readonly id: string; readonly roomId: string; readonly authorId: string },
  ): Promise<void> {
    if (!(await this.users.byIds([authorId])).has(authorId)) return;
    await this.tell.run([{ userId: authorId, kind, roomId, takeId, userIds: [], at: this.clock.now() }]);
  }
}
