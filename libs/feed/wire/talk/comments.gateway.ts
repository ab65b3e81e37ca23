import { Injectable } from '@nestjs/common';
import type { CommandReply, PersonView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { EditComment } from '../../usecases/talk/edit-comment.js';
import { RemoveComment } from '../../usecases/talk/remove-comment.js';
import { SayComment } from '../../usecases/talk/say-comment.js';
import { CommentViews } from './comment-views.js';

const idOf = (person: PersonView | null): string => (person as PersonView).id;

/** What people say about pictures. */
@Injectable()
export class CommentsGateway {
  constructor(
    private readonly sayComment: SayComment,
    private readonly editComment: EditComment,
    private readonly removeComment: RemoveComment,
    private readonly views: CommentViews,
  ) {}

  @Command('feed.comment')
  async say({ payload, person }: Call<'feed.comment'>): Promise<CommandReply<'feed.comment'>> {
    const personId = idOf(person);
    return { comment: await this.views.one(await this.sayComment.run({ ...payload, personId }), personId) };
  }

  @Command('feed.editComment')
  async edit({ payload, person }: Call<'feed.editComment'>): Promise<CommandReply<'feed.editComment'>> {
    const personId = idOf(person);
    return { comment: await this.views.one(await this.editComment.run({ ...payload, personId }), personId) };
  }

  @Command('feed.removeComment')
  async remove({ payload, person }: Call<'feed.removeComment'>): Promise<CommandReply<'feed.removeComment'>> {
    await this.removeComment.run(payload.commentId, idOf(person));
    return {};
  }
}
