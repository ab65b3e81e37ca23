/** The last entry of a page of follows. */
export interface FollowCursor {
  readonly at: number;
  readonly userId: string;
}

/** A user started to follow another one. */
export class UserFollowed {
  constructor(
    readonly userId: string,
    readonly followedId: string,
    readonly at: number,
  ) {}
}

/** A user who followed these was deleted. */
export class FollowerDeleted {
  constructor(readonly followedIds: readonly string[]) {}
}

/** A user started or stopped following another one. */
export class FollowsChanged {
  constructor(
    readonly userId: string,
    readonly followedId: string,
  ) {}
}
