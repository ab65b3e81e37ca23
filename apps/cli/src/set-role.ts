import { accountsEntities, SetRoleByUsername, Accounts } from '@visionary/accounts';
import { isRejection } from '@visionary/kernel';
import type { Config } from '@visionary/platform/config';
import { createOrm, Database } from '@visionary/platform/database';
import { applyMigrations } from './apply-migrations.js';
import { UserError } from './user-error.js';

export interface RoleChange {
  readonly role: 'admin' | 'moderator';
  /** False: it is taken back. */
  readonly isGiven: boolean;
}

/**
 * Makes somebody an admin or a moderator of this instance, or a member again.
 * @returns what holds now, in a sentence. @throws Trouble when nobody has this name
 */
export async function setRole(config: Config, name: string, roleChange: RoleChange): Promise<string> {
  await applyMigrations(config);
  const orm = createOrm({ url: config.databaseUrl, entities: accountsEntities });
  try {
    await orm.connect();
    const found = await new SetRoleByUsername(new Accounts(new Database(orm)))
      .change(name, roleChange)
      .catch((error: unknown) => {
        if (isRejection(error)) return null;
        throw error;
      });
    if (!found) {
      throw new UserError(
        `No user named "${name}" in ${withoutPassword(config.databaseUrl)}. They need to sign up first.`,
      );
    }
    return sentence(found, roleChange);
  } finally {
    await orm.close();
  }
}

const WORDS = { admin: 'an admin', moderator: 'a moderator', member: 'a member' };

function sentence(
  { name, role }: { name: string; role: keyof typeof WORDS },
  { role: asked, isGiven }: RoleChange,
): string {
  if (isGiven) return `${name} is ${WORDS[role]}.`;
  return role === 'member'
    ? `${name} is no longer ${WORDS[asked]}.`
    : `${name} is not ${WORDS[asked]}, but ${WORDS[role]}.`;
}

/** The address of a database, fit to be shown. */
const withoutPassword = (url: string): string => url.replace(/(?<=:\/\/)[^@/]*@/, '');
