import { DomainEvent } from '@visionary/kernel';
import type { UsedModel } from './used-models-of.js';
import type { Post } from './post.js';

/** An image is in the feed from now on. */
export class PostPublished extends DomainEvent {
  constructor(readonly post: Post) {
    super();
  }
}

/** Its author says something else about it, or calls others: `calledBefore` were called by its words until now. */
export class PostChanged extends DomainEvent {
  constructor(
    readonly post: Post,
    readonly previousMentionIds: readonly string[],
  ) {
    super();
  }
}

/** Images are gone from the feed, with everything users gave them. All of one author; made with these, each once or more. */
export class PostsRemoved extends DomainEvent {
  constructor(
    readonly posts: readonly { readonly id: string; readonly sha256: string; readonly takeId: string | null }[],
    readonly authorId: string,
    readonly madeWith: readonly UsedModel[],
  ) {
    super();
  }
}

/** Reactions, comments or views of a post are no longer as many: announce it wherever one of them is counted. */
export class PostCountsChanged extends DomainEvent {
  constructor(readonly postId: string) {
    super();
  }
}

/** Images that waited to be published wait no longer; none of them was. */
export class PostUploadsRemoved extends DomainEvent {
  constructor(readonly sha256s: readonly string[]) {
    super();
  }
}
