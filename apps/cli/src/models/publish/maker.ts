import type { People } from '@visionary/accounts';
import { isRejection } from '@visionary/kernel';
import { Trouble } from '../../trouble.js';

/** @throws Trouble where nobody was named, or nobody is called so */
export async function makerOf(people: People, name: string | undefined): Promise<{ readonly id: string }> {
  if (name === undefined) throw new Trouble('Add --as USER: the username of the account that publishes it.');
  const person = await people.called(name).catch((error: unknown) => {
    if (isRejection(error)) return null;
    throw error;
  });
  if (!person) throw new Trouble(`No user named "${name}". They need to sign up first.`);
  return person;
}
