import { Injectable } from '@nestjs/common';
import type { CommandReply, PersonView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Call, Command } from '@visionary/platform/realtime';
import { ReactToComment } from '../../usecases/talk/react-to-comment.js';
import { ReactToPost } from '../../usecases/talk/react-to-post.js';
import { PostViews } from '../posts/post-views.js';
import { CommentViews } from './comment-views.js';

const idOf = (person: PersonView | null): string => (person as PersonView).id;

/** What people give to pictures and comments. */
@Injectable()
export class TalkGateway {
  constructor(
    private readonly reactToPost: ReactToPost,
    private readonly reactToComment: ReactToComment,
    private readonly posts: PostViews,
    private readonly comments: CommentViews,
  ) {}

  @Command('feed.react')
  async react({ payload, person }: Call<'feed.react'>): Promise<CommandReply<'feed.react'>> {
    const { postId } = payload;
    const mine = await this.reactToPost.run({ ...payload, personId: idOf(person) });
    const counted = (await this.posts.counted([postId])).get(postId);
    if (!counted) throw new Rejection('FEED_POST_NOT_FOUND');
    return { counts: counted.counts, mine };
  }

  @Command('feed.reactToComment')
  async reactTo({ payload, person }: Call<'feed.reactToComment'>): Promise<CommandReply<'feed.reactToComment'>> {
    const personId = idOf(person);
    const comment = await this.reactToComment.run({ ...payload, personId });
    return { comment: await this.comments.one(comment, personId) };
  }
}
