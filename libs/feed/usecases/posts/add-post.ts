import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { type Content, type ContentStanding, type FlagWords, ReturningContents } from '@visionary/safety';
import { PostPublished } from '../../domain/posts/events.js';
import { type NewPost, stricter } from '../../domain/posts/post.js';
import { PostUploads } from '../../domain/posts/post-uploads.js';
import { Posts } from '../../domain/posts/posts.js';
import { profileSubject } from '../../domain/people/subjects.js';
import { POSTS, postSubject, takeSubject } from '../../domain/posts/subjects.js';

/** Puts a post into the feed, or nothing at all. */
@Injectable()
export class AddPost {
  constructor(
    private readonly posts: Posts,
    private readonly uploads: PostUploads,
    private readonly people: People,
    private readonly unitOfWork: UnitOfWork,
    private readonly returning: ReturningContents,
  ) {}

  /**
   * @param uploadId waits no longer; null where it was made here
   * @param flag tells those who moderate of words to be looked at, once it can be found
   * @returns as it was put there
   * @throws Rejection UNAUTHENTICATED where the account went meanwhile, FEED_PICTURE_UNKNOWN where the upload did,
   *   SAFETY_CONTENT_REMOVED, SAFETY_CONTENT_HELD, SAFETY_CONTENT_WAITS where it waits from now on for those who moderate
   */
  async run(post: NewPost, uploadId: string | null, flag: FlagWords): Promise<NewPost> {
    const content = await this.returning.ofKept(post.picture.sha256);
    const work = async () => {
      if ((await this.people.hold([post.authorId])).size === 0) throw new Rejection('UNAUTHENTICATED');
      if (!content) throw new Rejection('FEED_PICTURE_UNKNOWN');
      const standing = await this.returning.ask([content]);
      const back = { door: 'post', byId: post.authorId } as const;
      const refused = await this.returning.refusal(standing, back);
      if (refused) return refused;
      if (uploadId !== null && !(await this.uploads.remove(uploadId))) throw new Rejection('FEED_PICTURE_UNKNOWN');
      await this.returning.noteLevel(standing, back);
      return this.add(levelled(post, standing.atLeast), content, standing, flag);
    };
    const added = await this.unitOfWork.run(work, [POSTS, ...countedIn(post)]);
    if (added instanceof Rejection) throw added;
    return added;
  }

  /** What looks like something that was removed is hidden until somebody who moderates has looked at it. */
  private async add(post: NewPost, content: Content, standing: ContentStanding, flag: FlagWords) {
    const subject = { kind: 'post', id: post.id } as const;
    await this.posts.add(post);
    await flag(subject);
    await this.returning.stands(subject, content);
    await this.returning.levels(subject, content, standing, post.meantFor ?? post.maturity);
    if (!standing.alike) {
      const { parameters: _parameters, meantFor: _meantFor, ...shown } = post;
      this.unitOfWork.announce(new PostPublished(shown));
      return post;
    }
    await this.returning.holding.hidden(subject, content, standing.alike);
    return new Rejection('SAFETY_CONTENT_WAITS');
  }
}

const levelled = (post: NewPost, atLeast: NewPost['atLeast']): NewPost => ({
  ...post,
  ...{ maturity: stricter(post.maturity, atLeast), atLeast: stricter(post.atLeast, atLeast) },
});

/** The pages of those who made it, of what it was made from, and where its take stood by itself until now. */
const countedIn = ({ parent, take, authorId, people }: Omit<NewPost, 'parameters'>): string[] => [
  ...(take === null ? [] : [takeSubject(take.takeId)]),
  ...(parent.postId === null ? [] : [postSubject(parent.postId)]),
  ...[authorId, ...people.map(([personId]) => personId)].map(profileSubject),
];
