import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FindTake } from '@visionary/generation';
import { DomainEvents } from '@visionary/kernel';
import { Broadcast } from '@visionary/platform/realtime';
import { PostPublished, PostsRemoved } from '../../domain/posts/events.js';

/** Tells the author of a take and its room when an image of it is published or removed. */
@Injectable()
export class TakePublishedBroadcaster implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly takes: FindTake,
    private readonly broadcast: Broadcast,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(PostPublished, async ({ post: { id, take } }) => {
      if (take) await this.send(take.takeId, id, take.index);
    });
    this.events.afterCommit(PostsRemoved, async ({ posts }) => {
      for (const { id, takeId } of posts) if (takeId !== null) await this.send(takeId, id, null);
    });
  }

  private async send(takeId: string, postId: string, index: number | null): Promise<void> {
    const take = await this.takes.run(takeId);
    if (!take) return;
    this.broadcast.toUserAndRoom(take.authorId, take.roomId, 'feed.takePublished', { takeId, postId, index });
  }
}
