import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import { type ContentFingerprint, type UploadVerdict, type ReportFlagged, ReuploadMatcher } from '@visionary/safety';
import { PostPublished } from '../../domain/posts/events.js';
import { type NewPost, stricter } from '../../domain/posts/post.js';
import { PostUploads } from '../../domain/posts/post-uploads.js';
import { Posts } from '../../domain/posts/posts.js';
import { profileCacheTag } from '../../domain/users/subjects.js';
import { POSTS_CACHE_TAG, postCacheTag, takeCacheTag } from '../../domain/posts/subjects.js';

/** Puts a post into the feed, or nothing at all. */
@Injectable()
export class AddPost {
  constructor(
    private readonly posts: Posts,
    private readonly uploads: PostUploads,
    private readonly users: Users,
    private readonly unitOfWork: UnitOfWork,
    private readonly returning: ReuploadMatcher,
  ) {}

  /**
   * @param uploadId waits no longer; null where it was made here
   * @param flag tells those who moderate of words to be looked at, once it can be found
   * @returns as it was put there
   * @throws Rejection UNAUTHENTICATED where the account went meanwhile, FEED_IMAGE_NOT_FOUND where the upload did,
   *   SAFETY_CONTENT_REMOVED, SAFETY_CONTENT_UNDER_REVIEW, SAFETY_CONTENT_PENDING_REVIEW where it waits from now on for those who moderate
   */
  async run(post: NewPost, uploadId: string | null, flag: ReportFlagged): Promise<NewPost> {
    const content = await this.returning.ofKept(post.image.sha256);
    const work = async () => {
      if ((await this.users.hold([post.authorId])).size === 0) throw new Rejection('UNAUTHENTICATED');
      if (!content) throw new Rejection('FEED_IMAGE_NOT_FOUND');
      const standing = await this.returning.ask([content]);
      const back = { entryPoint: 'post', byId: post.authorId } as const;
      const refused = await this.returning.refusal(standing, back);
      if (refused) return refused;
      if (uploadId !== null && !(await this.uploads.remove(uploadId))) throw new Rejection('FEED_IMAGE_NOT_FOUND');
      await this.returning.noteLevel(standing, back);
      return this.add(levelled(post, standing.atLeast), content, standing, flag);
    };
    const added = await this.unitOfWork.run(work, [POSTS_CACHE_TAG, ...countedIn(post)]);
    if (added instanceof Rejection) throw added;
    return added;
  }

  /** What looks like something that was removed is hidden until somebody who moderates has looked at it. */
  private async add(
    post: NewPost,
    contentFingerprint: ContentFingerprint,
    standing: UploadVerdict,
    flag: ReportFlagged,
  ) {
    const subject = { kind: 'post', id: post.id } as const;
    await this.posts.add(post);
    await flag(subject);
    await this.returning.stands(subject, contentFingerprint);
    await this.returning.levels(subject, contentFingerprint, standing, post.requestedRating ?? post.contentRating);
    if (!standing.alike) {
      const { parameters: _parameters, requestedRating: _meantFor, ...shown } = post;
      this.unitOfWork.publish(new PostPublished(shown));
      return post;
    }
    await this.returning.holding.hidden(subject, contentFingerprint, standing.alike);
    return new Rejection('SAFETY_CONTENT_PENDING_REVIEW');
  }
}

const levelled = (post: NewPost, atLeast: NewPost['atLeast']): NewPost => ({
  ...post,
  ...{ contentRating: stricter(post.contentRating, atLeast), atLeast: stricter(post.atLeast, atLeast) },
});

/** The pages of those who made it, of what it was made from, and where its take stood by itself until now. */
const countedIn = ({ parent, take, authorId, users }: Omit<NewPost, 'parameters'>): string[] => [
  ...(take === null ? [] : [takeCacheTag(take.takeId)]),
  ...(parent.postId === null ? [] : [postCacheTag(parent.postId)]),
  ...[authorId, ...users.map(([userId]) => userId)].map(profileCacheTag),
];
