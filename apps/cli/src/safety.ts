import { Users } from '@visionary/accounts';
import { isRejection } from '@visionary/kernel';
import type { Config } from '@visionary/platform/config';
import { AuditService, CasesService } from '@visionary/safety';
import { findUser } from './find-user.js';
import { pluralize } from './models/format.js';
import { withInstance } from './seed/with-instance.js';
import { UserError } from './user-error.js';

const DAY_MS = 86_400_000;
const MAX_LISTED_ENTRIES = 50;

/**
 * Bans or unbans a user. The user is notified and can appeal.
 * @param options days: null for a permanent ban
 * @throws UserError for an unknown user and for the last admin
 */
export async function ban(
  config: Config,
  name: string,
  options: { isBanned: boolean; days: number | null },
): Promise<string> {
  return withInstance(config, async (instance) => {
    const user = await findUser(instance.get(Users, { strict: false }), name);
    const until = options.days === null ? null : Date.now() + options.days * DAY_MS;
    const kind = options.isBanned ? 'ban' : 'restore';
    const decision = { kind, message: '', ...(options.isBanned && { until }) } as const;
    try {
      await instance.get(CasesService, { strict: false }).sanction(user.id, null, decision);
    } catch (error) {
      if (isRejection(error, 'ACCOUNTS_LAST_ADMIN')) {
        throw new UserError(`${user.name} is the last admin who isn’t banned.`);
      }
      throw error;
    }
    if (!options.isBanned) return `${user.name} is unbanned.`;
    return `${user.name} is banned ${until === null ? 'permanently' : `until ${new Date(until).toISOString()}`}.`;
  });
}

/** @returns the result, as a sentence. @throws UserError with the first altered entry */
export async function verifyAudit(config: Config): Promise<string> {
  return withInstance(config, async (instance) => {
    const { entries, hash, tampering } = await instance.get(AuditService, { strict: false }).verify();
    if (tampering) {
      throw new UserError(
        `The audit log was altered: entry ${tampering.seq} is ${tampering.how}. ${pluralize(entries, 'entry', 'entries')} before it ${entries === 1 ? 'is' : 'are'} unaltered.`,
      );
    }
    return `The audit log is unaltered: ${pluralize(entries, 'entry', 'entries')}, latest hash ${hash}. Keep this hash elsewhere to detect a rewritten log later.`;
  });
}

/** @returns the newest entries, one per line */
export async function listAudit(config: Config): Promise<string> {
  return withInstance(config, async (instance) => {
    const entries = await instance
      .get(AuditService, { strict: false })
      .page({ beforeSeq: null, limit: MAX_LISTED_ENTRIES });
    const lines = entries.map(({ seq, at, byId, action, about, detail }) =>
      [
        seq,
        new Date(at).toISOString(),
        action,
        byId ?? 'server',
        about ? `${about.kind}:${about.id}` : '-',
        JSON.stringify(detail),
      ].join('  '),
    );
    return lines.length === 0 ? 'No entries yet.' : lines.join('\n');
  });
}
