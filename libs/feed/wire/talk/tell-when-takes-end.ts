import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isHouseTake, TakeFailed, TakeFinished, type Take } from '@visionary/generation';
import { DomainEvents } from '@visionary/kernel';
import { PeopleHere, Presence } from '@visionary/platform/realtime';
import { TellOfTakes } from '../../usecases/talk/tell-of-takes.js';

/**
 * Whoever started a take and did not see its end is told of it. A take ends on one node; who is where, and looks, is known
 * over all of them.
 */
@Injectable()
export class TellWhenTakesEnd implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly presence: Presence,
    private readonly here: PeopleHere,
    private readonly tell: TellOfTakes,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(TakeFinished, ({ take }) => this.ended('takeFinished', take));
    this.events.beforeCommit(TakeFailed, ({ take }) => this.ended('takeFailed', take));
  }

  private async ended(kind: 'takeFinished' | 'takeFailed', take: Take): Promise<void> {
    if (!isHouseTake(take) && !this.sees(take)) await this.tell.run(kind, take);
  }

  private sees({ roomId, authorId }: Take): boolean {
    const isInRoom = this.presence.of(roomId).people.some(({ id }) => id === authorId);
    return isInRoom && this.here.of(authorId) === 'online';
  }
}
