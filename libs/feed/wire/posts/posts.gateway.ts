import { Injectable } from '@nestjs/common';
import type { CommandReply, PersonView } from '@visionary/contract';
import { Admins } from '@visionary/platform/auth';
import { type Call, Command } from '@visionary/platform/realtime';
import { ChangePost } from '../../usecases/posts/change-post.js';
import { PublishPost } from '../../usecases/posts/publish-post.js';
import { RemovePost } from '../../usecases/posts/remove-post.js';
import { PostViews } from './post-views.js';

/** What people do with pictures of their own. */
@Injectable()
export class PostsGateway {
  constructor(
    private readonly publishPost: PublishPost,
    private readonly changePost: ChangePost,
    private readonly removePost: RemovePost,
    private readonly views: PostViews,
    private readonly admins: Admins,
  ) {}

  @Command('feed.publish')
  async publish({ payload, person }: Call<'feed.publish'>): Promise<CommandReply<'feed.publish'>> {
    const { id: personId } = person as PersonView;
    return { post: await this.views.one(await this.publishPost.run({ ...payload, personId })) };
  }

  @Command('feed.change')
  async change({ payload, person }: Call<'feed.change'>): Promise<CommandReply<'feed.change'>> {
    const { postId, changes } = payload;
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    const post = await this.changePost.run((person as PersonView).id, postId, Object.fromEntries(given));
    return { post: await this.views.one(post) };
  }

  @Command('feed.remove')
  async remove({ payload, person }: Call<'feed.remove'>): Promise<CommandReply<'feed.remove'>> {
    const { id } = person as PersonView;
    const moderates = (await this.admins.among([id], 'moderator')).has(id);
    await this.removePost.run({ id, moderates }, payload.postId);
    return {};
  }
}
