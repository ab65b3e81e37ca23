import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { type Call, Command } from '@visionary/platform/realtime';
import { PostsService } from '../../use-cases/posts/posts.service.js';
import { PostPresenter } from './post-presenter.js';

const idOf = (user: UserView | null): string => (user as UserView).id;

/** Commands on posts. */
@Injectable()
export class PostsGateway {
  constructor(
    private readonly posts: PostsService,
    private readonly presenter: PostPresenter,
  ) {}

  @Command('feed.publish')
  async publish({ payload, user }: Call<'feed.publish'>): Promise<CommandReply<'feed.publish'>> {
    const post = await this.posts.publish({ ...payload, userId: idOf(user) });
    return { post: await this.presenter.one(post) };
  }

  @Command('feed.updatePost')
  async change({ payload, user }: Call<'feed.updatePost'>): Promise<CommandReply<'feed.updatePost'>> {
    const { postId, changes } = payload;
    const definedChanges = Object.entries(changes).filter(([, value]) => value !== undefined);
    const post = await this.posts.change(idOf(user), postId, Object.fromEntries(definedChanges));
    return { post: await this.presenter.one(post) };
  }

  @Command('feed.deletePost')
  async remove({ payload, user }: Call<'feed.deletePost'>): Promise<CommandReply<'feed.deletePost'>> {
    await this.posts.remove(idOf(user), payload.postId);
    return {};
  }
}
