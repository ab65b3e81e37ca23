import { DomainEvent } from '@visionary/kernel';

/** A person among others who followed or were followed: the newest first. */
export interface FollowPlace {
  readonly at: number;
  readonly personId: string;
}

/** Port: who wants to hear of what somebody publishes. */
export abstract class Follows {
  /** @returns whether it is new */
  abstract add(personId: string, followedId: string, at: number): Promise<boolean>;
  /** @returns whether there was something to remove */
  abstract remove(personId: string, followedId: string): Promise<boolean>;
  /** Whether the first follows the second, and the second the first. */
  abstract between(personId: string, otherId: string): Promise<{ readonly follows: boolean; readonly back: boolean }>;
  abstract countFollowed(personId: string): Promise<number>;
  abstract countFollowers(personId: string): Promise<number>;
  /** Whom somebody follows, the newest first. */
  abstract followedIds(personId: string): Promise<string[]>;
  /** Some of those who follow somebody: by id, after this one. */
  abstract followersAfter(personId: string, afterId: string, limit: number): Promise<string[]>;
  /** A page of those who follow somebody, or whom somebody follows; the newest first. */
  abstract page(
    side: 'followers' | 'followed',
    personId: string,
    after: FollowPlace | null,
    limit: number,
  ): Promise<FollowPlace[]>;
  /** All of somebody who leaves, both ways. */
  abstract forget(personId: string): Promise<void>;
}

/** Somebody wants to hear of what another one publishes, and did not before. */
export class PersonFollowed extends DomainEvent {
  constructor(
    readonly personId: string,
    readonly followedId: string,
    readonly at: number,
  ) {
    super();
  }
}

/** Somebody left for good who followed these. */
export class FollowerLeft extends DomainEvent {
  constructor(readonly followedIds: readonly string[]) {
    super();
  }
}

/** Whether a person follows another one is no longer what it was. */
export class FollowsChanged extends DomainEvent {
  constructor(
    readonly personId: string,
    readonly followedId: string,
  ) {
    super();
  }
}
