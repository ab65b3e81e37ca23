import { Injectable } from '@nestjs/common';
import type { CommandReply, UserView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Call, Command } from '@visionary/platform/realtime';
import { ReactToComment } from '../../use-cases/comments/react-to-comment.js';
import { ReactToPost } from '../../use-cases/comments/react-to-post.js';
import { PostViews } from '../posts/post-views.js';
import { CommentViews } from './comment-views.js';

const idOf = (user: UserView | null): string => (user as UserView).id;

/** What users give to images and comments. */
@Injectable()
export class ReactionsGateway {
  constructor(
    private readonly reactToPost: ReactToPost,
    private readonly reactToComment: ReactToComment,
    private readonly posts: PostViews,
    private readonly comments: CommentViews,
  ) {}

  @Command('feed.reactToPost')
  async react({ payload, user }: Call<'feed.reactToPost'>): Promise<CommandReply<'feed.reactToPost'>> {
    const { postId } = payload;
    const myReactions = await this.reactToPost.run({ ...payload, userId: idOf(user) });
    const counted = (await this.posts.counted([postId])).get(postId);
    if (!counted) throw new Rejection('FEED_POST_NOT_FOUND');
    return { counts: counted.counts, myReactions };
  }

  @Command('feed.reactToComment')
  async reactTo({ payload, user }: Call<'feed.reactToComment'>): Promise<CommandReply<'feed.reactToComment'>> {
    const userId = idOf(user);
    const comment = await this.reactToComment.run({ ...payload, userId });
    return { comment: await this.comments.one(comment, userId) };
  }
}
