import type { UsedModel } from './used-models-of.js';
import type { Post, PostReplay } from './post.js';

/** A post was added to the feed. */
export class PostPublished {
  /** @param isRestored moderators had removed it, or held it for review */
  constructor(
    readonly post: Post,
    readonly isRestored = false,
  ) {}
}

/** The author edited a post, or its rating changed. */
export class PostChanged {
  constructor(
    readonly post: Post,
    readonly previousMentionIds: readonly string[],
  ) {}
}

export interface RemovedPost {
  readonly id: string;
  readonly sha256: string;
  readonly takeId: string | null;
  readonly replay: PostReplay | null;
}

/** Posts of one author were removed from the feed, with all reactions and comments. */
export class PostsRemoved {
  constructor(
    readonly posts: readonly RemovedPost[],
    readonly authorId: string,
    /** Models and additions of the posts; may contain duplicates. */
    readonly usedModels: readonly UsedModel[],
    /** Moderators removed them, and can restore them. */
    readonly isRestorable = false,
  ) {}
}

/** The number of reactions, comments, or views of a post changed. Published wherever one is counted. */
export class PostCountsChanged {
  constructor(readonly postId: string) {}
}

/** Uploads were deleted before they were published. */
export class PostUploadsRemoved {
  constructor(readonly sha256s: readonly string[]) {}
}

/** The author of a post no longer lets others see how it came about. */
export class PostReplayRemoved {
  constructor(readonly replay: PostReplay) {}
}
