import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { CheckForm } from '@visionary/safety';
import { type NewPost, type Post, CHECKED_POST_FIELDS } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { PostImageFiles } from '../../domain/posts/post-image-files.js';
import { AddPost } from './add-post.js';
import { DraftPost, type PublishOrder } from './draft-post.js';

/** Shows an image to everybody. */
@Injectable()
export class PublishPost {
  constructor(
    private readonly posts: Posts,
    private readonly draft: DraftPost,
    private readonly files: PostImageFiles,
    private readonly add: AddPost,
    private readonly fields: CheckForm,
  ) {}

  /**
   * @returns the post; on a retry the first one, whatever it asks for
   * @throws Rejection as SourceOfTake and SourceOfUpload, FEED_ALREADY_PUBLISHED { postId }, SAFETY_BLOCKED_TERMS,
   *   SAFETY_CONTENT_REMOVED, SAFETY_CONTENT_UNDER_REVIEW, SAFETY_CONTENT_PENDING_REVIEW
   */
  async run(order: PublishOrder): Promise<Post> {
    const first = await this.posts.byCommand(order.userId, order.clientId);
    if (first) return first;
    const { fields, flag } = await this.fields.run<PublishOrder>(CHECKED_POST_FIELDS, order);
    const post = await this.draft.run(fields);
    await this.requirePrompt(post);
    const same = await this.sameAs(post);
    if (same) return same;
    // Files before the transaction: one that is rolled back leaves copies that the next one finds.
    await this.files.prepare(post.image);
    try {
      return await this.add.run(post, 'uploadId' in order.image ? order.image.uploadId : null, flag);
    } catch (error) {
      // Of two who race one is refused by the database, whichever rule it meets first.
      const won = (await this.posts.byCommand(order.userId, order.clientId)) ?? (await this.sameAs(post));
      if (won) return won;
      throw error;
    }
  }

  /** A prompt that came with an image from elsewhere nobody has looked at yet. */
  private async requirePrompt({ take, parameters }: NewPost): Promise<void> {
    if (take || !parameters) return;
    const { prompt, negative } = parameters;
    await this.fields.run({ prompts: ['prompt', 'negative'] }, { prompt, negative });
  }

  /** @returns what the same command has become meanwhile, null where the image is new */
  private async sameAs({ take, authorId, clientId, image }: NewPost): Promise<Post | null> {
    const same = take ? await this.posts.ofImage(take) : await this.posts.ofUpload(authorId, image.sha256);
    if (!same || (same.authorId === authorId && same.clientId === clientId)) return same;
    throw new Rejection('FEED_ALREADY_PUBLISHED', { postId: same.id });
  }
}
