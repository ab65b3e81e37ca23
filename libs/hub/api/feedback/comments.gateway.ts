import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { AdminDirectory } from '@visionary/platform/auth';
import { type Call, Command } from '@visionary/platform/realtime';
import { EditComment } from '../../use-cases/feedback/edit-comment.js';
import { RemoveComment } from '../../use-cases/feedback/remove-comment.js';
import { AddComment } from '../../use-cases/feedback/add-comment.js';
import { FeedbackPresenter } from './feedback-presenter.js';

const idOf = (user: UserView | null): string => (user as UserView).id;

/** What users say about models. */
@Injectable()
export class CommentsGateway {
  constructor(
    private readonly addComment: AddComment,
    private readonly editComment: EditComment,
    private readonly removeComment: RemoveComment,
    private readonly views: FeedbackPresenter,
    private readonly adminDirectory: AdminDirectory,
  ) {}

  @Command('hub.addComment')
  async say({ payload, user }: Call<'hub.addComment'>): Promise<CommandReply<'hub.addComment'>> {
    const userId = idOf(user);
    return { comment: await this.views.comment(await this.addComment.run({ ...payload, userId }), userId) };
  }

  @Command('hub.editComment')
  async edit({ payload, user }: Call<'hub.editComment'>): Promise<CommandReply<'hub.editComment'>> {
    const userId = idOf(user);
    return { comment: await this.views.comment(await this.editComment.run({ ...payload, userId }), userId) };
  }

  @Command('hub.deleteComment')
  async remove({ payload, user }: Call<'hub.deleteComment'>): Promise<CommandReply<'hub.deleteComment'>> {
    const id = idOf(user);
    const isModerator = (await this.adminDirectory.among([id], 'moderator')).has(id);
    await this.removeComment.run(payload.commentId, { id, isModerator });
    return {};
  }
}
