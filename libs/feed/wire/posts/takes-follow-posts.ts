import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LevelPicture } from '@visionary/generation';
import { DomainEvents } from '@visionary/kernel';
import { PostChanged, PostPublished } from '../../domain/posts/events.js';
import type { Post } from '../../domain/posts/post.js';

/** For whom a picture is published, for them it is in its room: in the same transaction. */
@Injectable()
export class TakesFollowPosts implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly pictures: LevelPicture,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(PostPublished, ({ post }) => this.follow(post));
    this.events.beforeCommit(PostChanged, ({ post }) => this.follow(post));
  }

  private async follow({ take, maturity, atLeast }: Post): Promise<void> {
    if (take) await this.pictures.said(take.takeId, take.index, maturity, atLeast);
  }
}
