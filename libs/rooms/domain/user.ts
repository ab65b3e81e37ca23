import type { UserView } from '@visionary/contract';

/** A user as others see them. */
export type User = UserView;

/** Stands in for a user whose account is deleted. */
export const deletedUser = (id: string): User => ({ id, name: '' });
