import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { EditComment } from '../../use-cases/comments/edit-comment.js';
import { RemoveComment } from '../../use-cases/comments/remove-comment.js';
import { AddComment } from '../../use-cases/comments/add-comment.js';
import { CommentViews } from './comment-views.js';

const idOf = (user: UserView | null): string => (user as UserView).id;

/** What users say about images. */
@Injectable()
export class CommentsGateway {
  constructor(
    private readonly addComment: AddComment,
    private readonly editComment: EditComment,
    private readonly removeComment: RemoveComment,
    private readonly views: CommentViews,
  ) {}

  @Command('feed.addComment')
  async say({ payload, user }: Call<'feed.addComment'>): Promise<CommandReply<'feed.addComment'>> {
    const userId = idOf(user);
    return { comment: await this.views.one(await this.addComment.run({ ...payload, userId }), userId) };
  }

  @Command('feed.editComment')
  async edit({ payload, user }: Call<'feed.editComment'>): Promise<CommandReply<'feed.editComment'>> {
    const userId = idOf(user);
    return { comment: await this.views.one(await this.editComment.run({ ...payload, userId }), userId) };
  }

  @Command('feed.deleteComment')
  async remove({ payload, user }: Call<'feed.deleteComment'>): Promise<CommandReply<'feed.deleteComment'>> {
    await this.removeComment.run(payload.commentId, idOf(user));
    return {};
  }
}
