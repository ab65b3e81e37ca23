import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { CommentReader } from '../../use-cases/comments/comment-reader.js';
import { CommentsService } from '../../use-cases/comments/comments.service.js';

const idOf = (user: UserView | null): string => (user as UserView).id;

/** Commands on comments. */
@Injectable()
export class CommentsGateway {
  constructor(
    private readonly comments: CommentsService,
    private readonly reader: CommentReader,
  ) {}

  @Command('feed.addComment')
  async add({ payload, user }: Call<'feed.addComment'>): Promise<CommandReply<'feed.addComment'>> {
    const userId = idOf(user);
    return { comment: await this.reader.one(await this.comments.add({ ...payload, userId }), userId) };
  }

  @Command('feed.editComment')
  async edit({ payload, user }: Call<'feed.editComment'>): Promise<CommandReply<'feed.editComment'>> {
    const userId = idOf(user);
    return { comment: await this.reader.one(await this.comments.edit({ ...payload, userId }), userId) };
  }

  @Command('feed.deleteComment')
  async remove({ payload, user }: Call<'feed.deleteComment'>): Promise<CommandReply<'feed.deleteComment'>> {
    await this.comments.remove(payload.commentId, idOf(user));
    return {};
  }

  @Command('feed.reactToComment')
  async react({ payload, user }: Call<'feed.reactToComment'>): Promise<CommandReply<'feed.reactToComment'>> {
    const userId = idOf(user);
    return { comment: await this.reader.one(await this.comments.react({ ...payload, userId }), userId) };
  }
}
