import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { Post } from '../../domain/posts/post.js';
import { Notifications } from '../../domain/comments/notifications.js';
import { NotificationWriter } from './tell-users.js';

/** Inside the transaction that publishes an image or says something else about it: tells those whom its words call, once. */
@Injectable()
export class PostMentionNotifier {
  constructor(
    private readonly notifications: Notifications,
    private readonly blocks: Blocks,
    private readonly tell: NotificationWriter,
  ) {}

  async called({ id: postId, authorId, editedAt, at }: Post, calledIds: readonly string[]): Promise<void> {
    const others = calledIds.filter((id) => id !== authorId);
    if (others.length === 0) return;
    const told = await this.notifications.toldOf({ postId });
    const apart = await this.blocks.blockedAmong(authorId, others);
    const fresh = others.filter((id) => !told.has(id) && !apart.has(id));
    const about = { kind: 'postMention', postId, userIds: [authorId], at: editedAt ?? at } as const;
    await this.tell.run(fresh.map((userId) => ({ ...about, userId })));
  }
}
