import { type Identity, canSeeOnlyEveryone } from '@visionary/platform/auth';

/** Who looks at a list of posts. */
export interface Viewer {
  /** Null for a visitor. */
  readonly userId: string | null;
  /** Nothing else is to be in lists. */
  readonly forEverybody: boolean;
}

export const viewerOf = (asker: Identity | null): Viewer => ({
  userId: asker?.user.id ?? null,
  forEverybody: canSeeOnlyEveryone(asker),
});
