import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TakesService } from '@visionary/generation';
import { DomainEvents } from '@visionary/kernel';
import { Broadcast } from '@visionary/platform/realtime';
import { PostPublished, PostsRemoved } from '../../domain/posts/events.js';

/** Whoever rendered a take, and whoever is in its room, sees what of it is in the feed, whoever put it there or took it out. */
@Injectable()
export class TakePublishedBroadcaster implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly takes: TakesService,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(PostPublished, async ({ post: { id, take } }) => {
      if (take) await this.tell(take.takeId, id, take.index);
    });
    this.events.afterCommit(PostsRemoved, async ({ posts }) => {
      for (const { id, takeId } of posts) if (takeId !== null) await this.tell(takeId, id, null);
    });
  }

  private async tell(takeId: string, postId: string, index: number | null): Promise<void> {
    const take = await this.takes.find(takeId);
    if (!take) return;
    this.broadcast.toUserAndRoom(take.authorId, take.roomId, 'feed.takePublished', { takeId, postId, index });
  }
}
