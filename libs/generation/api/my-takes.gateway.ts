import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, type Call, Command } from '@visionary/platform/realtime';
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

const TOPIC = 'generation.takeUpdated';

/** Live updates of a user's own takes, over all rooms. The bus carries ids; each node reads the take itself. */
@Injectable()
export class MyTakesGateway implements OnModuleInit {
  private readonly logger = new Logger('Takes');
  /** Serializes reads, so that the newest state is broadcast last. */
  private broadcasting = Promise.resolve();

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly broadcast: Broadcast,
    private readonly renderers: Renderers,
    private readonly frames: LatestFrames,
    private readonly takes: TakesService,
    private readonly presenter: TakePresenter,
  ) {}

  onModuleInit(): void {
    for (const type of [TakeQueued, TakeStarted, TakeFinished, TakeFailed, TakeCancelled]) {
      this.events.afterCommit<TakeQueued | TakeStarted | TakeFinished | TakeFailed | TakeCancelled>(
        type,
        ({ take: { id, authorId } }) => this.publish({ takeId: id, authorId }),
      );
    }
    this.events.afterCommit(TakeRequeued, async ({ takeId }) => {
      const take = await this.takes.find(takeId);
      if (take) this.publish({ takeId, authorId: take.authorId });
    });
    this.bus.subscribe<TakeChange>(TOPIC, (change) => {
      if (!this.broadcast.hasLocalListeners(takesChannel(change.authorId))) return;
      this.broadcasting = this.broadcasting
        .then(() => this.broadcastTake(change))
        .catch((error: unknown) => this.logger.warn('A take could not be broadcast to its author', change, error));
    });
  }

  /** Subscribes before it reads the frames, so no frame is missed. */
  @Command('generation.subscribe')
  async subscribe({ user, socket }: Call<'generation.subscribe'>): Promise<CommandReply<'generation.subscribe'>> {
    const { id } = user as UserView;
    await socket.enter(takesChannel(id));
    const takeIds = this.renderers.list().flatMap(({ attempt }) => (attempt?.authorId === id ? attempt.takeId : []));
    return { previews: takeIds.flatMap((takeId) => this.frames.of(takeId) ?? []) };
  }

  @Command('generation.unsubscribe')
  async unsubscribe({ user, socket }: Call<'generation.unsubscribe'>): Promise<CommandReply<'generation.unsubscribe'>> {
    await socket.leave(takesChannel((user as UserView).id));
    return {};
  }

  private publish(change: TakeChange): void {
    this.bus.publish(TOPIC, change);
  }

  private async broadcastTake({ takeId, authorId }: TakeChange): Promise<void> {
    const take = await this.takes.find(takeId);
    if (!take) return;
    this.broadcast.toHere([takesChannel(authorId)], 'generation.takeUpdated', { take: await this.presenter.one(take) });
  }
}
