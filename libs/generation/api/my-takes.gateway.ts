import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { Clock, DomainEvents } from '@visionary/kernel';
import { Broadcast, type Call, Command, LiveSubjects } from '@visionary/platform/realtime';
import { TakeCancelled, TakeFailed, TakeFinished, TakeQueued, TakeRequeued, TakeStarted } from '../domain/events.js';
import { LatestFrames } from '../domain/latest-frames.js';
import { Renderers } from '../domain/renderers.js';
import { TakesService } from '../use-cases/takes.service.js';
import { takesChannel } from './renderer/frame-stream.js';
import { TakePresenter } from './take-presenter.js';

interface TakeChange {
  readonly takeId: string;
  readonly authorId: string;
}

/** Live updates of a user's own takes, over all rooms. */
@Injectable()
export class MyTakesGateway {
  constructor(
    live: LiveSubjects,
    events: DomainEvents,
    private readonly broadcast: Broadcast,
    private readonly renderers: Renderers,
    private readonly frames: LatestFrames,
    private readonly takes: TakesService,
    private readonly presenter: TakePresenter,
    private readonly clock: Clock,
  ) {
    const changes = live.declare<TakeChange>({
      topic: 'generation.takeUpdated',
      isWatched: ({ authorId }) => broadcast.hasLocalListeners(takesChannel(authorId)),
      broadcast: async (changed) => {
        for (const change of changed) await this.broadcastTake(change);
      },
    });
    for (const type of [TakeQueued, TakeStarted, TakeRequeued, TakeFinished, TakeFailed, TakeCancelled]) {
      changes.when<TakeQueued | TakeStarted | TakeRequeued | TakeFinished | TakeFailed | TakeCancelled>(
        type,
        ({ take: { id, authorId } }) => ({ takeId: id, authorId }),
      );
    }
  }

  /** Subscribes before it reads the frames, so no frame is missed. */
  @Command('generation.subscribe')
  async subscribe({ user, socket }: Call<'generation.subscribe'>): Promise<CommandReply<'generation.subscribe'>> {
    const { id } = user as UserView;
    await socket.enter(takesChannel(id));
    const takeIds = this.renderers.list().flatMap(({ attempt }) => (attempt?.authorId === id ? attempt.takeId : []));
    return { frames: takeIds.flatMap((takeId) => this.frames.of(takeId, this.clock.now()) ?? []) };
  }

  @Command('generation.unsubscribe')
  async unsubscribe({ user, socket }: Call<'generation.unsubscribe'>): Promise<CommandReply<'generation.unsubscribe'>> {
    await socket.leave(takesChannel((user as UserView).id));
    return {};
  }

  private async broadcastTake({ takeId, authorId }: TakeChange): Promise<void> {
    const take = await this.takes.find(takeId);
    if (!take) return;
    this.broadcast.toChannelsLocally([takesChannel(authorId)], 'generation.takeUpdated', {
      take: await this.presenter.one(take),
    });
  }
}
