import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import type { Post } from '../../domain/posts/post.js';
import { Notices } from '../../domain/talk/notices.js';
import { TellPeople } from './tell-people.js';

/** Inside the transaction that publishes a picture or says something else about it: tells those whom its words call, once. */
@Injectable()
export class TellOfPosts {
  constructor(
    private readonly notices: Notices,
    private readonly blocks: Blocks,
    private readonly tell: TellPeople,
  ) {}

  async called({ id: postId, authorId, editedAt, at }: Post, calledIds: readonly string[]): Promise<void> {
    const others = calledIds.filter((id) => id !== authorId);
    if (others.length === 0) return;
    const told = await this.notices.toldOf({ postId });
    const apart = await this.blocks.apart(authorId, others);
    const fresh = others.filter((id) => !told.has(id) && !apart.has(id));
    const about = { kind: 'postMention', postId, peopleIds: [authorId], at: editedAt ?? at } as const;
    await this.tell.run(fresh.map((personId) => ({ ...about, personId })));
  }
}
