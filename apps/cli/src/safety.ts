import { Users } from '@visionary/accounts';
import { isRejection } from '@visionary/kernel';
import type { Config } from '@visionary/platform/config';
import { AuditService, CasesService } from '@visionary/safety';
import { withInstance } from './seed/with-instance.js';
import { UserError } from './user-error.js';

const DAY_MS = 86_400_000;
const LISTED = 50;

/**
 * Keeps somebody out of the instance, or lets them in again; they are told, and can appeal.
 * @param days null: for good
 * @throws Trouble when nobody has this name, or nobody could look after the instance any more
 */
export async function ban(
  config: Config,
  name: string,
  order: { isBanned: boolean; days: number | null },
): Promise<string> {
  return withInstance(config, async (instance) => {
    const user = await instance.get(Users, { strict: false }).called(name).catch(nobodyWhere);
    if (!user) throw new UserError(`No user named "${name}".`);
    const until = order.days === null ? null : Date.now() + order.days * DAY_MS;
    const kind = order.isBanned ? 'ban' : 'restore';
    const decision = { kind, words: '', ...(order.isBanned && { until }) } as const;
    try {
      await instance.get(CasesService, { strict: false }).sanction(user.id, null, decision);
    } catch (error) {
      if (isRejection(error, 'ACCOUNTS_LAST_ADMIN')) {
        throw new UserError(`${user.name} is the last admin who isn’t banned.`);
      }
      throw error;
    }
    if (!order.isBanned) return `${user.name} is unbanned.`;
    return `${user.name} is banned ${until === null ? 'permanently' : `until ${new Date(until).toISOString()}`}.`;
  });
}

/** @returns that the log is whole, in a sentence. @throws Trouble with the first place where it was tampering */
export async function verifyAudit(config: Config): Promise<string> {
  return withInstance(config, async (instance) => {
    const { entries, hash, tampering } = await instance.get(AuditService, { strict: false }).verify();
    if (tampering) {
      throw new UserError(
        `The audit log was altered: entry ${tampering.seq} is ${tampering.how}. The ${entries} entries before it are unaltered.`,
      );
    }
    return `The audit log is unaltered: ${entries} entries, latest hash ${hash}. Keep this hash elsewhere to detect a rewritten log later.`;
  });
}

/** @returns the newest entries, one a line */
export async function listAudit(config: Config): Promise<string> {
  return withInstance(config, async (instance) => {
    const entries = await instance.get(AuditService, { strict: false }).page({ beforeSeq: null, limit: LISTED });
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

const nobodyWhere = (error: unknown): null => {
  if (isRejection(error)) return null;
  throw error;
};
