import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { CommentReader } from '../use-cases/comment-reader.js';
import { CommentsService } from '../use-cases/comments.service.js';
import { ReactionsService } from '../use-cases/reactions.service.js';

const idOf = (user: UserView | null): string => (user as UserView).id;

/** Commands on comments and reactions. */
@Injectable()
export class CommentsGateway {
  constructor(
    private readonly comments: CommentsService,
    private readonly reader: CommentReader,
    private readonly reactions: ReactionsService,
  ) {}

  @Command('comments.add')
  async add({ payload, user }: Call<'comments.add'>): Promise<CommandReply<'comments.add'>> {
    const userId = idOf(user);
    return { comment: await this.reader.viewOf(await this.comments.add({ ...payload, userId }), userId) };
  }

  @Command('comments.edit')
  async edit({ payload, user }: Call<'comments.edit'>): Promise<CommandReply<'comments.edit'>> {
    const userId = idOf(user);
    return { comment: await this.reader.viewOf(await this.comments.edit({ ...payload, userId }), userId) };
  }

  @Command('comments.delete')
  async remove({ payload, user }: Call<'comments.delete'>): Promise<CommandReply<'comments.delete'>> {
    await this.comments.remove(payload.commentId, idOf(user));
    return {};
  }

  @Command('comments.react')
  async react({
    payload: { subject: target, emoji, on },
    user,
  }: Call<'comments.react'>): Promise<CommandReply<'comments.react'>> {
    const myReactions = await this.reactions.react({ target, emoji, on, userId: idOf(user) });
    return { reactions: await this.reactions.countsFor(target), myReactions };
  }
}
