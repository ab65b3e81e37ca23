import type { Post, PostText } from './post.js';

export interface PostFilters {
  readonly tag?: string | undefined;
  readonly model?: string | undefined;
  readonly lora?: string | undefined;
  readonly scheduler?: string | undefined;
  readonly authorId?: string | undefined;
  /** Only content rated for everyone. */
  readonly forEveryone?: boolean | undefined;
}

export type PostChanges = Partial<PostText & Pick<Post, 'mentionIds' | 'atLeast'>>;
