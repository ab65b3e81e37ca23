import { Injectable } from '@nestjs/common';
import { LevelPicture } from '@visionary/generation';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { PostsRemoved } from '../../domain/posts/events.js';
import { madeWith } from '../../domain/posts/made-with.js';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { profileSubject } from '../../domain/people/subjects.js';
import { POSTS, postSubject, takeSubject } from '../../domain/posts/subjects.js';

/** Takes posts out of the feed, with everything people gave them. Their takes stay where they were made. */
@Injectable()
export class RemovePost {
  constructor(
    private readonly posts: Posts,
    private readonly unitOfWork: UnitOfWork,
    private readonly pictures: LevelPicture,
  ) {}

  /** @param moderates whether they look after public things. @throws Rejection FEED_POST_NOT_FOUND, FEED_NOT_YOURS */
  async run(person: { readonly id: string; readonly moderates: boolean }, postId: string): Promise<void> {
    const work = async () => {
      const post = await this.posts.hold(postId);
      if (!post) throw new Rejection('FEED_POST_NOT_FOUND');
      if (post.authorId !== person.id && !person.moderates) throw new Rejection('FEED_NOT_YOURS');
      await this.take([post]);
      // What its author said of it goes with it; where a moderator takes it away, it stays with the picture in its room.
      if (post.take && post.authorId === person.id) {
        await this.pictures.said(post.take.takeId, post.take.index, 'everybody');
      }
    };
    await this.unitOfWork.run(work, [POSTS, postSubject(postId)]);
  }

  /** Inside the transaction in which somebody who moderates hides it: as if removed. */
  async hide(postId: string): Promise<void> {
    this.unitOfWork.touch(POSTS, postSubject(postId));
    const post = await this.posts.hold(postId);
    if (post) await this.take([post]);
  }

  /** Inside the transaction that deletes an account: what it published goes with it. */
  async allOf(authorId: string, perStep: number): Promise<void> {
    this.unitOfWork.touch(POSTS);
    for (let more = true; more;) {
      const posts = await this.posts.by(authorId, '', perStep);
      this.unitOfWork.touch(...posts.map(({ id }) => postSubject(id)));
      if (posts.length > 0) await this.take(posts);
      more = posts.length === perStep;
    }
  }

  /** All of one author. */
  private async take(posts: readonly Post[]): Promise<void> {
    const [first] = posts;
    if (!first) return;
    const people = posts.flatMap((post) => post.people.map(([personId]) => personId));
    this.unitOfWork.touch(...[first.authorId, ...people].map(profileSubject));
    this.unitOfWork.touch(...posts.flatMap(({ take }) => (take === null ? [] : [takeSubject(take.takeId)])));
    const ids = posts.map(({ id }) => id);
    const loras = await this.posts.lorasOf(ids);
    await this.posts.remove(ids);
    const removed = posts.map(({ id, picture, take }) => ({
      ...{ id, sha256: picture.sha256, takeId: take?.takeId ?? null },
    }));
    const made = posts.flatMap((post) => madeWith(post, loras.get(post.id)));
    this.unitOfWork.announce(new PostsRemoved(removed, first.authorId, made));
  }
}
