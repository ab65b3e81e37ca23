import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RateTakeImage } from '@visionary/generation';
import { DomainEvents } from '@visionary/kernel';
import { PostChanged, PostPublished } from '../../domain/posts/events.js';
import type { Post } from '../../domain/posts/post.js';

/** For whom an image is published, for them it is in its room: in the same transaction. */
@Injectable()
export class TakeRatingSync implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly images: RateTakeImage,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(PostPublished, ({ post }) => this.follow(post));
    this.events.beforeCommit(PostChanged, ({ post }) => this.follow(post));
  }

  private async follow({ take, contentRating, atLeast }: Post): Promise<void> {
    if (take) await this.images.setAuthorRating(take.takeId, take.index, contentRating, atLeast);
  }
}
