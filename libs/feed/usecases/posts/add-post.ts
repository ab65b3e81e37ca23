import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { Rejection, UnitOfWork } from '@visionary/kernel';
import type { FlagWords } from '@visionary/safety';
import { PostPublished } from '../../domain/posts/events.js';
import type { NewPost } from '../../domain/posts/post.js';
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
  ) {}

  /**
   * @param uploadId waits no longer; null where it was made here
   * @param flag tells those who moderate of words to be looked at, once it can be found
   * @throws Rejection UNAUTHENTICATED where the account went meanwhile, FEED_PICTURE_UNKNOWN where the upload did
   */
  async run({ parameters, ...post }: NewPost, uploadId: string | null, flag: FlagWords): Promise<void> {
    const work = async () => {
      if ((await this.people.hold([post.authorId])).size === 0) throw new Rejection('UNAUTHENTICATED');
      if (uploadId !== null && !(await this.uploads.remove(uploadId))) throw new Rejection('FEED_PICTURE_UNKNOWN');
      await this.posts.add({ ...post, parameters });
      await flag({ kind: 'post', id: post.id });
      this.unitOfWork.announce(new PostPublished(post));
    };
    await this.unitOfWork.run(work, [POSTS, ...countedIn(post)]);
  }
}

/** The pages of those who made it, of what it was made from, and where its take stood by itself until now. */
const countedIn = ({ parent, take, authorId, people }: Omit<NewPost, 'parameters'>): string[] => [
  ...(take === null ? [] : [takeSubject(take.takeId)]),
  ...(parent.postId === null ? [] : [postSubject(parent.postId)]),
  ...[authorId, ...people.map(([personId]) => personId)].map(profileSubject),
];
