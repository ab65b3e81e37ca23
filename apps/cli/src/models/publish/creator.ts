import type { Users } from '@visionary/accounts';
import { isRejection } from '@visionary/kernel';
import { UserError } from '../../user-error.js';

/** @throws Trouble where nobody was named, or nobody is called so */
export async function creatorOf(users: Users, name: string | undefined): Promise<{ readonly id: string }> {
  if (name === undefined) throw new UserError('Add --as USER: the username of the account that publishes it.');
  const user = await users.byName(name).catch((error: unknown) => {
    if (isRejection(error)) return null;
    throw error;
  });
  if (!user) throw new UserError(`No user named "${name}". They need to sign up first.`);
  return user;
}
