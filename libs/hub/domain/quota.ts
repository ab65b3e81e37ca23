/** What a user's storage quota depends on. Times in ms. */
export interface QuotaFacts {
  readonly now: number;
  readonly since: number;
  readonly isStaff: boolean;
  /** Published versions. */
  readonly versions: number;
  /** Decisions in force against the user or their content, warnings included. */
  readonly decisions: number;
}

export interface QuotaSettings {
  readonly fullBytes: number;
  /** Of a new account. */
  readonly newBytes: number;
  /** How long an account is new. 0: none is. */
  readonly newAccountMs: number;
}

export interface Quota {
  readonly bytes: number;
  /** When it grows by itself, and to what. Absent for the full quota, and while a decision is in force. */
  readonly growsAt?: number;
  readonly growsTo?: number;
}

const WEEK_MS = 7 * 24 * 3_600_000;

/**
 * The quota of a new account doubles with every week. Published versions count like further weeks, at most as many as the
 * account is old: age can't be made up for with uploads. A decision in force against the user takes all of it back.
 */
export const quotaOf = (facts: QuotaFacts, { fullBytes, newBytes, newAccountMs }: QuotaSettings): Quota => {
  const { now, since, isStaff, versions, decisions } = facts;
  const firstBytes = Math.min(newBytes, fullBytes);
  if (isStaff || newAccountMs === 0) return { bytes: fullBytes };
  if (decisions > 0) return { bytes: firstBytes };
  const bytesAfter = (weeks: number) => Math.min(fullBytes, firstBytes * 2 ** (weeks + Math.min(weeks, versions)));
  const weeks = Math.max(0, Math.floor((now - since) / WEEK_MS));
  const bytes = bytesAfter(weeks);
  if (bytes === fullBytes) return { bytes };
  return { bytes, growsAt: since + (weeks + 1) * WEEK_MS, growsTo: bytesAfter(weeks + 1) };
};
