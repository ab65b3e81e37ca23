import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { CheckFields } from '@visionary/safety';
import { type NewPost, type Post, WORDS_OF_POST } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { PictureFiles } from '../../domain/posts/picture-files.js';
import { AddPost } from './add-post.js';
import { DraftPost, type PublishOrder } from './draft-post.js';

/** Shows a picture to everybody. */
@Injectable()
export class PublishPost {
  constructor(
    private readonly posts: Posts,
    private readonly draft: DraftPost,
    private readonly files: PictureFiles,
    private readonly add: AddPost,
    private readonly fields: CheckFields,
  ) {}

  /**
   * @returns the post; on a retry the first one, whatever it asks for
   * @throws Rejection as SourceOfTake and SourceOfUpload, FEED_ALREADY_PUBLISHED { postId }, SAFETY_WORDS,
   *   SAFETY_CONTENT_REMOVED, SAFETY_CONTENT_HELD, SAFETY_CONTENT_WAITS
   */
  async run(order: PublishOrder): Promise<Post> {
    const first = await this.posts.byCommand(order.personId, order.clientId);
    if (first) return first;
    const { said, flag } = await this.fields.run<PublishOrder>(WORDS_OF_POST, order);
    const post = await this.draft.run(said);
    await this.requirePrompt(post);
    const same = await this.sameAs(post);
    if (same) return same;
    // Files before the transaction: one that is rolled back leaves copies that the next one finds.
    await this.files.prepare(post.picture);
    try {
      return await this.add.run(post, 'uploadId' in order.picture ? order.picture.uploadId : null, flag);
    } catch (error) {
      // Of two who race one is refused by the database, whichever rule it meets first.
      const won = (await this.posts.byCommand(order.personId, order.clientId)) ?? (await this.sameAs(post));
      if (won) return won;
      throw error;
    }
  }

  /** A prompt that came with a picture from elsewhere nobody has looked at yet. */
  private async requirePrompt({ take, parameters }: NewPost): Promise<void> {
    if (take || !parameters) return;
    const { prompt, negative } = parameters;
    await this.fields.run({ prompts: ['prompt', 'negative'] }, { prompt, negative });
  }

  /** @returns what the same command has become meanwhile, null where the picture is new */
  private async sameAs({ take, authorId, clientId, picture }: NewPost): Promise<Post | null> {
    const same = take ? await this.posts.ofPicture(take) : await this.posts.ofUpload(authorId, picture.sha256);
    if (!same || (same.authorId === authorId && same.clientId === clientId)) return same;
    throw new Rejection('FEED_ALREADY_PUBLISHED', { postId: same.id });
  }
}
