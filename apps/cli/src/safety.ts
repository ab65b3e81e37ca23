import { People } from '@visionary/accounts';
import { isRejection } from '@visionary/kernel';
import type { Config } from '@visionary/platform/config';
import { AuditReading, SanctionSomebody, VerifyAudit } from '@visionary/safety';
import { inInstance } from './seed/in-instance.js';
import { Trouble } from './trouble.js';

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
  return inInstance(config, async (instance) => {
    const person = await instance.get(People, { strict: false }).called(name).catch(nobodyWhere);
    if (!person) throw new Trouble(`No user named "${name}".`);
    const until = order.days === null ? null : Date.now() + order.days * DAY_MS;
    const kind = order.isBanned ? 'ban' : 'restore';
    const wanted = { kind, words: '', ...(order.isBanned && { until }) } as const;
    try {
      await instance.get(SanctionSomebody, { strict: false }).run(person.id, null, wanted);
    } catch (error) {
      if (isRejection(error, 'ACCOUNTS_LAST_ADMIN')) {
        throw new Trouble(`${person.name} is the last admin who isn’t banned.`);
      }
      throw error;
    }
    if (!order.isBanned) return `${person.name} is unbanned.`;
    return `${person.name} is banned ${until === null ? 'permanently' : `until ${new Date(until).toISOString()}`}.`;
  });
}

/** @returns that the log is whole, in a sentence. @throws Trouble with the first place where it was touched */
export async function verifyAudit(config: Config): Promise<string> {
  return inInstance(config, async (instance) => {
    const { entries, hash, touched } = await instance.get(VerifyAudit, { strict: false }).run();
    if (touched) {
      throw new Trouble(
        `The audit log was altered: entry ${touched.seq} is ${touched.how}. The ${entries} entries before it are unaltered.`,
      );
    }
    return `The audit log is unaltered: ${entries} entries, latest hash ${hash}. Keep this hash elsewhere to detect a rewritten log later.`;
  });
}

/** @returns the newest entries, one a line */
export async function listAudit(config: Config): Promise<string> {
  return inInstance(config, async (instance) => {
    const entries = await instance.get(AuditReading, { strict: false }).page({ beforeSeq: null, limit: LISTED });
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
