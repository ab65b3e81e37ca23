import type { UserView } from '@visionary/contract';
import { shallowReactive } from 'vue';
import { findUsers } from './find-users.js';

/** The newest view of each user. */
const latest = shallowReactive(new Map<string, UserView>());

/** Caches all users inside a value from the server. */
export function cacheUsers(payload: unknown): void {
  for (const user of findUsers(payload)) {
    const cached = latest.get(user.id);
    if (cached?.name !== user.name || cached.image !== user.image) latest.set(user.id, user);
  }
}

/** The newest view of a user, or the given one. Reactive. */
export const latestUser = (user: UserView): UserView => latest.get(user.id) ?? user;

/** All users that this page has seen. */
export const cachedUsers = (): Iterable<UserView> => latest.values();

/** A user by id, as in a mention; undefined if not cached. */
export const cachedUser = (userId: string): UserView | undefined => latest.get(userId);
