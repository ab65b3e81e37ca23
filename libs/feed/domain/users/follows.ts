import { DomainEvent } from '@visionary/kernel';

/** A user among others who followed or were followed: the newest first. */
export interface FollowCursor {
  readonly at: number;
  readonly userId: string;
}

/** Port: who wants to hear of what somebody publishes. */
export abstract class Follows {
  /** @returns whether it is new */
  abstract add(userId: string, followedId: string, at: number): Promise<boolean>;
  /** @returns whether there was something to remove */
  abstract remove(userId: string, followedId: string): Promise<boolean>;
  /** Whether the first follows the second, and the second the first. */
  abstract between(userId: string, otherId: string): Promise<{ readonly follows: boolean; readonly back: boolean }>;
  abstract countFollowed(userId: string): Promise<number>;
  abstract countFollowers(userId: string): Promise<number>;
  /** Whom somebody follows, the newest first. */
  abstract followedIds(userId: string): Promise<string[]>;
  /** Some of those who follow somebody: by id, after this one. */
  abstract followersAfter(userId: string, afterId: string, limit: number): Promise<string[]>;
  /** A page of those who follow somebody, or whom somebody follows; the newest first. */
  abstract page(
    side: 'followers' | 'followed',
    userId: string,
    after: FollowCursor | null,
    limit: number,
  ): Promise<FollowCursor[]>;
  /** All of somebody who leaves, both ways. */
  abstract forget(userId: string): Promise<void>;
}

/** Somebody wants to hear of what another one publishes, and did not before. */
export class UserFollowed extends DomainEvent {
  constructor(
    readonly userId: string,
    readonly followedId: string,
    readonly at: number,
  ) {
    super();
  }
}

/** Somebody left for good who followed these. */
export class FollowerDeleted extends DomainEvent {
  constructor(readonly followedIds: readonly string[]) {
    super();
  }
}

/** Whether a user follows another one is no longer what it was. */
export class FollowsChanged extends DomainEvent {
  constructor(
    readonly userId: string,
    readonly followedId: string,
  ) {
    super();
  }
}
