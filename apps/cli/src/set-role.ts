import { accountsEntities, SetRoleByUsername, Accounts } from '@visionary/accounts';
import { isRejection } from '@visionary/kernel';
import type { Config } from '@visionary/platform/config';
import { createOrm, Database } from '@visionary/platform/database';
import { applyMigrations } from './apply-migrations.js';
import { UserError } from './user-error.js';

export interface RoleChange {
  readonly role: 'admin' | 'moderator';
  /** False: the role is removed. */
  readonly isGiven: boolean;
}

/**
 * Gives a user the role of admin or moderator, or removes it.
 * @returns the result, as a sentence. @throws UserError for an unknown user
 */
export async function setRole(config: Config, name: string, roleChange: RoleChange): Promise<string> {
  await applyMigrations(config);
  const orm = createOrm({ url: config.databaseUrl, entities: accountsEntities });
  try {
    await orm.connect();
    const account = await new SetRoleByUsername(new Accounts(new Database(orm)))
      .change(name, roleChange)
      .catch((error: unknown) => {
        if (isRejection(error)) return null;
        throw error;
      });
    if (!account) {
      throw new UserError(
        `No user named "${name}" in ${withoutPassword(config.databaseUrl)}. They need to sign up first.`,
      );
    }
    return sentence(account, roleChange);
  } finally {
    await orm.close();
  }
}

const ROLE_LABELS = { admin: 'an admin', moderator: 'a moderator', member: 'a member' };

function sentence(
  { name, role }: { name: string; role: keyof typeof ROLE_LABELS },
  { role: requested, isGiven }: RoleChange,
): string {
  if (isGiven) return `${name} is ${ROLE_LABELS[role]}.`;
  return role === 'member'
    ? `${name} is no longer ${ROLE_LABELS[requested]}.`
    : `${name} is not ${ROLE_LABELS[requested]}, but ${ROLE_LABELS[role]}.`;
}

const withoutPassword = (url: string): string => url.replace(/(?<=:\/\/)[^@/]*@/, '');
