import type { UserView } from '@visionary/contract';
import { shallowReactive } from 'vue';
import { findUsers } from './find-users.js';

/** The latest this page has heard of each user, whatever view it came in. */
const latest = shallowReactive(new Map<string, UserView>());

/** Remembers everybody who stands in something the server said: views carry names as they are when they are read. */
export function cacheUsers(payload: unknown): void {
  for (const user of findUsers(payload)) {
    const known = latest.get(user.id);
    if (known?.name !== user.name || known.image !== user.image) latest.set(user.id, user);
  }
}

/** Somebody as they are now; as the view says where nothing newer is known. Read in a template it follows changes. */
export const latestUser = (user: UserView): UserView => latest.get(user.id) ?? user;

/** Somebody of whom only the id is known, as in a mention; undefined where nothing was heard of them. */
export const cachedUser = (userId: string): UserView | undefined => latest.get(userId);
