import { type Identity, canSeeOnlyEveryone } from '@visionary/platform/auth';

/** The viewer of a list of posts. */
export interface Viewer {
  /** Null for a visitor. */
  readonly userId: string | null;
  /** Lists contain only content rated for everyone. */
  readonly forEveryone: boolean;
}

export const viewerOf = (asker: Identity | null): Viewer => ({
  userId: asker?.user.id ?? null,
  forEveryone: canSeeOnlyEveryone(asker),
});
