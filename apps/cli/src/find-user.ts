import type { Users } from '@visionary/accounts';
import { isRejection } from '@visionary/kernel';
import { UserError } from './user-error.js';

/** @throws UserError when no user has this name */
export async function findUser(users: Users, name: string): Promise<{ readonly id: string; readonly name: string }> {
  const user = await users.byName(name).catch((error: unknown) => {
    if (isRejection(error)) return null;
    throw error;
  });
  if (!user) throw new UserError(`No user named "${name}". They need to sign up first.`);
  return user;
}
