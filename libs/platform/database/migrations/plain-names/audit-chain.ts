import { createHash } from 'node:crypto';
import { objectOf } from './json-names.js';
import type { Execute } from '../migration.js';
import { DECISIONS, OUTCOMES, RATINGS, REASONS, renamed, SUBJECT_KINDS, TERM_ACTIONS } from './stored-values.js';

const ROW_BATCH_SIZE = 500;
const NO_HASH = '0'.repeat(64);

interface Entry {
  readonly seq: number;
  readonly at: number;
  readonly byId: string | null;
  readonly action: string;
  readonly aboutKind: string | null;
  readonly aboutId: string | null;
  readonly detail: string;
  readonly previous: string;
  readonly hash: string;
}

const ACTIONS: Readonly<Record<string, string>> = {
  ...{ 'subject.levelled': 'subject.rated', 'content.returned': 'content.reuploaded' },
  ...{ 'style.changed': 'promptPrefix.changed', 'terms.imported': 'blockedTerms.imported' },
};
const actionOf = (action: string): string =>
  ACTIONS[action] ?? action.replace(/^person\./, 'user.').replace(/^term\./, 'blockedTerm.');

const termAction = (action: unknown): unknown => renamed(TERM_ACTIONS, action);
const detailOf = objectOf({
  keys: { picture: 'image', maturity: 'contentRating', proposal: 'suggestion', proposalBefore: 'suggestionBefore' },
  values: {
    ...{ maturity: (one) => renamed(RATINGS, one), kind: (one) => renamed(SUBJECT_KINDS, one) },
    ...{ decision: (one) => renamed(DECISIONS, one), outcome: (one) => renamed(OUTCOMES, one) },
    ...{ reason: (one) => renamed(REASONS, one), rule: (one) => renamed(REASONS, one) },
    ...{ action: termAction, actionBefore: termAction },
    terms: (one) => (typeof one === 'string' ? one.replace(/ \(refuse\)$/gm, ' (block)') : one),
  },
});

/** As the log computes it: the sorted details, and the hash of the entry before. */
const hashOf = (entry: Omit<Entry, 'hash'>): string => {
  const detail = Object.entries(JSON.parse(entry.detail) as object).sort(([a], [b]) => (a < b ? -1 : 1));
  const { seq, at, byId, action, aboutKind, aboutId, previous } = entry;
  const text = JSON.stringify([seq, at, byId, action, aboutKind, aboutId, detail, previous]);
  return createHash('sha256').update(text).digest('hex');
};

const isJson = (text: string): boolean => {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
};

/** An entry nobody can read keeps its text, and so its broken hash. */
const rewritten = (entry: Entry, previous: string): Entry => {
  const isReadable = isJson(entry.detail);
  const changed = {
    ...entry,
    action: actionOf(entry.action),
    aboutKind: renamed(SUBJECT_KINDS, entry.aboutKind),
    detail: isReadable ? JSON.stringify(detailOf(JSON.parse(entry.detail))) : entry.detail,
    previous,
  };
  const isIntact = isReadable && entry.hash === hashOf(entry);
  return { ...changed, hash: isIntact ? hashOf(changed) : entry.hash };
};

const entryOf = (row: Record<string, unknown>): Entry => ({
  ...{ seq: Number(row['seq']), at: Number(row['at']), byId: row['by_id'] as string | null },
  ...{ action: String(row['action']), aboutKind: row['about_kind'] as string | null },
  ...{ aboutId: row['about_id'] as string | null, detail: String(row['detail']) },
  ...{ previous: String(row['previous']), hash: String(row['hash']) },
});

const SELECT = `select * from safety_audit where seq > ? order by seq limit ${ROW_BATCH_SIZE}`;
const UPDATE =
  'update safety_audit set `action` = ?, about_kind = ?, detail = ?, `previous` = ?, `hash` = ? where seq = ?';

/**
 * Renames what the audit log holds and computes its chain of hashes again. A link that was broken stays broken: an entry whose
 * hash does not fit keeps that hash, and one that does not follow the entry before it keeps what it names as its predecessor.
 */
export async function rewriteAuditChain(execute: Execute): Promise<void> {
  let before = { seq: 0, old: NO_HASH, hash: NO_HASH };
  for (;;) {
    const rows = await execute(SELECT, [before.seq]);
    for (const entry of rows.map(entryOf)) {
      const follows = entry.seq === before.seq + 1 && entry.previous === before.old;
      const { action, aboutKind, detail, previous, hash } = rewritten(entry, follows ? before.hash : entry.previous);
      await execute(UPDATE, [action, aboutKind, detail, previous, hash, entry.seq]);
      before = { seq: entry.seq, old: entry.hash, hash };
    }
    if (rows.length < ROW_BATCH_SIZE) break;
  }
  // A head that names another entry than the last one shows that the log was cut off.
  const head = 'update safety_audit_end set `hash` = ? where id = 1 and seq = ? and `hash` = ?';
  await execute(head, [before.hash, before.seq, before.old]);
}
