import { DomainEvent } from '@visionary/kernel';

/** The last entry of a page of follows. */
export interface FollowCursor {
  readonly at: number;
  readonly userId: string;
}

/** A user started to follow another one. */
export class UserFollowed extends DomainEvent {
  constructor(
    readonly userId: string,
    readonly followedId: string,
    readonly at: number,
  ) {
    super();
  }
}

/** A user who followed these was deleted. */
export class FollowerDeleted extends DomainEvent {
  constructor(readonly followedIds: readonly string[]) {
    super();
  }
}

/** A user started or stopped following another one. */
export class FollowsChanged extends DomainEvent {
  constructor(
    readonly userId: string,
    readonly followedId: string,
  ) {
    super();
  }
}
