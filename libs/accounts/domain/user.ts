import type { UserView } from '@visionary/contract';
import { type Sanctions } from '@visionary/kernel';
import type { Account } from './account.js';

/** A user as others see them. The name of a deleted account is empty. */
export type User = UserView;

/** A new avatar gets a new URL, so each one can be cached forever. */
const avatarUrl = (id: string, key: string): string => `/api/users/${id}/avatar/${key}`;

export const userOf = ({
  id,
  name,
  displayName,
  image,
}: Pick<Account, 'id' | 'name' | 'displayName' | 'image'>): User => ({
  id,
  name: displayName ?? name,
  ...(image !== null && { image: avatarUrl(id, image) }),
});

/** Cache tag of a user as others see them. */
export const userCacheTag = (id: string): string => `user:${id}`;
export const sessionCacheTag = (id: string): string => `session:${id}`;

/** A user's name or avatar changed, or the account was deleted. */
export class UserChanged {
  constructor(readonly user: User) {}
}

/** State that a user's own clients show changed. */
export class OwnStateChanged {
  constructor(
    readonly userId: string,
    readonly what: 'account' | 'sessions' | 'choices',
  ) {}
}

/** `userId` blocked or unblocked `otherId`. */
export class BlocksChanged {
  constructor(
    readonly userId: string,
    readonly otherId: string,
  ) {}
}

/** The sanctions of a user changed. Published inside the transaction. */
export class UserSanctioned {
  constructor(
    readonly userId: string,
    readonly sanctions: Sanctions,
    readonly at: number,
  ) {}
}
