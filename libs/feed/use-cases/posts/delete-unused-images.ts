import { Injectable } from '@nestjs/common';
import { PostImageFiles } from '../../domain/posts/post-image-files.js';
import { PostUploads } from '../../domain/posts/post-uploads.js';
import { Posts } from '../../domain/posts/posts.js';

/** After the commit that let go of an image: files that nothing shows any more go. */
@Injectable()
export class DeleteUnusedImages {
  constructor(
    private readonly posts: Posts,
    private readonly uploads: PostUploads,
    private readonly files: PostImageFiles,
  ) {}

  /** Keeps an image while `use` writes down who needs it; where that fails it goes again. */
  async hold<T>(png: Uint8Array, use: (sha256: string) => Promise<T>): Promise<T> {
    let kept: string | undefined;
    try {
      return await this.files.hold(png, (sha256) => use((kept = sha256)));
    } catch (error) {
      if (kept !== undefined) await this.run(kept, true);
      throw error;
    }
  }

  /** @param wasBrought from elsewhere: a take's own image stays where it was made */
  async run(sha256: string, wasBrought: boolean): Promise<void> {
    if ((await this.posts.isShown(sha256)) || (await this.uploads.isKept(sha256))) return;
    await this.files.drop(sha256, wasBrought);
  }
}
