import { type Identity, seesOnlySafe } from '@visionary/platform/auth';

/** Who looks at a list of posts. */
export interface Viewer {
  /** Null for a visitor. */
  readonly personId: string | null;
  /** Nothing else is to be in lists. */
  readonly forEverybody: boolean;
}

export const viewerOf = (asker: Identity | null): Viewer => ({
  personId: asker?.person.id ?? null,
  forEverybody: seesOnlySafe(asker),
});
