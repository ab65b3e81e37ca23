import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { AdminDirectory } from '@visionary/platform/auth';
import { type Call, Command } from '@visionary/platform/realtime';
import { ChangePost } from '../../use-cases/posts/change-post.js';
import { PublishPost } from '../../use-cases/posts/publish-post.js';
import { RemovePost } from '../../use-cases/posts/remove-post.js';
import { PostViews } from './post-views.js';

/** What users do with images of their own. */
@Injectable()
export class PostsGateway {
  constructor(
    private readonly publishPost: PublishPost,
    private readonly changePost: ChangePost,
    private readonly removePost: RemovePost,
    private readonly views: PostViews,
    private readonly adminDirectory: AdminDirectory,
  ) {}

  @Command('feed.publish')
  async publish({ payload, user }: Call<'feed.publish'>): Promise<CommandReply<'feed.publish'>> {
    const { id: userId } = user as UserView;
    return { post: await this.views.one(await this.publishPost.run({ ...payload, userId })) };
  }

  @Command('feed.updatePost')
  async change({ payload, user }: Call<'feed.updatePost'>): Promise<CommandReply<'feed.updatePost'>> {
    const { postId, changes } = payload;
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    const post = await this.changePost.run((user as UserView).id, postId, Object.fromEntries(given));
    return { post: await this.views.one(post) };
  }

  @Command('feed.deletePost')
  async remove({ payload, user }: Call<'feed.deletePost'>): Promise<CommandReply<'feed.deletePost'>> {
    const { id } = user as UserView;
    const moderates = (await this.adminDirectory.among([id], 'moderator')).has(id);
    await this.removePost.run({ id, moderates }, payload.postId);
    return {};
  }
}
