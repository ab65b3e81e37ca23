import { DomainEvent } from '@visionary/kernel';
import type { MadeWith } from './made-with.js';
import type { Post } from './post.js';

/** A picture is in the feed from now on. */
export class PostPublished extends DomainEvent {
  constructor(readonly post: Post) {
    super();
  }
}

/** Its author says something else about it, or calls others: `calledBefore` were called by its words until now. */
export class PostChanged extends DomainEvent {
  constructor(
    readonly post: Post,
    readonly calledBefore: readonly string[],
  ) {
    super();
  }
}

/** Pictures are gone from the feed, with everything people gave them. All of one author; made with these, each once or more. */
export class PostsRemoved extends DomainEvent {
  constructor(
    readonly posts: readonly { readonly id: string; readonly sha256: string; readonly takeId: string | null }[],
    readonly authorId: string,
    readonly madeWith: readonly MadeWith[],
  ) {
    super();
  }
}

/** Reactions, comments or views of a post are no longer as many: announce it wherever one of them is counted. */
export class PostCountsMoved extends DomainEvent {
  constructor(readonly postId: string) {
    super();
  }
}

/** Pictures that waited to be published wait no longer; none of them was. */
export class PostUploadsForgotten extends DomainEvent {
  constructor(readonly sha256s: readonly string[]) {
    super();
  }
}
