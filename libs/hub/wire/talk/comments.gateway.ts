import { Injectable } from '@nestjs/common';
import type { CommandReply, PersonView } from '@visionary/contract';
import { Admins } from '@visionary/platform/auth';
import { type Call, Command } from '@visionary/platform/realtime';
import { EditComment } from '../../usecases/talk/edit-comment.js';
import { RemoveComment } from '../../usecases/talk/remove-comment.js';
import { SayComment } from '../../usecases/talk/say-comment.js';
import { SaidViews } from './said-views.js';

const idOf = (person: PersonView | null): string => (person as PersonView).id;

/** What people say about models. */
@Injectable()
export class CommentsGateway {
  constructor(
    private readonly sayComment: SayComment,
    private readonly editComment: EditComment,
    private readonly removeComment: RemoveComment,
    private readonly views: SaidViews,
    private readonly admins: Admins,
  ) {}

  @Command('hub.comment')
  async say({ payload, person }: Call<'hub.comment'>): Promise<CommandReply<'hub.comment'>> {
    const personId = idOf(person);
    return { comment: await this.views.comment(await this.sayComment.run({ ...payload, personId }), personId) };
  }

  @Command('hub.editComment')
  async edit({ payload, person }: Call<'hub.editComment'>): Promise<CommandReply<'hub.editComment'>> {
    const personId = idOf(person);
    return { comment: await this.views.comment(await this.editComment.run({ ...payload, personId }), personId) };
  }

  @Command('hub.removeComment')
  async remove({ payload, person }: Call<'hub.removeComment'>): Promise<CommandReply<'hub.removeComment'>> {
    const id = idOf(person);
    const moderates = (await this.admins.among([id], 'moderator')).has(id);
    await this.removeComment.run(payload.commentId, { id, moderates });
    return {};
  }
}
