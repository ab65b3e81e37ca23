import { Injectable } from '@nestjs/common';
import { Ids } from '@visionary/kernel';
import { Posts } from '../../domain/posts/posts.js';
import { Comments, type StoredComment } from '../../domain/comments/comments.js';

/** Inside the transaction that holds the post: a comment more, counted where it stands. */
@Injectable()
export class InsertComment {
  constructor(
    private readonly comments: Comments,
    private readonly posts: Posts,
    private readonly ids: Ids,
  ) {}

  async run(said: Omit<StoredComment, 'id' | 'editedAt' | 'removed' | 'replies'>): Promise<StoredComment> {
    const comment = { ...said, id: this.ids.next(), editedAt: null, removed: null, replies: 0 };
    await this.comments.add(comment);
    if (comment.parentId !== null) await this.comments.addReply(comment.parentId);
    await this.posts.count(comment.postId, { comments: 1 });
    return comment;
  }
}
