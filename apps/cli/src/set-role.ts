import { InstanceService, type RoleChange } from '@visionary/accounts';
import { isRejection } from '@visionary/kernel';
import type { Config } from '@visionary/platform/config';
import { withInstance } from './seed/with-instance.js';
import { UserError } from './user-error.js';

/**
 * Gives a user the role of admin or moderator, or removes it.
 * @returns the result, as a sentence. @throws UserError for an unknown user
 */
export async function setRole(config: Config, name: string, roleChange: RoleChange): Promise<string> {
  const account = await withInstance(config, (instance) =>
    instance
      .get(InstanceService, { strict: false })
      .setRoleByUsername(name, roleChange)
      .catch((error: unknown) => {
        if (isRejection(error)) return null;
        throw error;
      }),
  );
  if (account) return describeResult(account, roleChange);
  throw new UserError(`No user named "${name}" in ${withoutPassword(config.databaseUrl)}. They need to sign up first.`);
}

const ROLE_LABELS = { admin: 'an admin', moderator: 'a moderator', member: 'a member' };

function describeResult(
  { name, role }: { name: string; role: keyof typeof ROLE_LABELS },
  { role: requested, isGranted }: RoleChange,
): string {
  if (isGranted) return `${name} is ${ROLE_LABELS[role]}.`;
  return role === 'member'
    ? `${name} is no longer ${ROLE_LABELS[requested]}.`
    : `${name} is not ${ROLE_LABELS[requested]}, but ${ROLE_LABELS[role]}.`;
}

const withoutPassword = (url: string): string => url.replace(/(?<=:\/\/)[^@/]*@/, '');
