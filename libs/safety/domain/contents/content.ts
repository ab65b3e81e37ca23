import type { Maturity, Subject, SubjectKind } from '../cases/subject.js';

/** What is in something that people bring: of pictures their pixels, of models the files that make them what they are. */
export interface Content {
  readonly kind: 'picture' | 'file';
  /** SHA-256: of the pixels, of the file, or of its weights alone. */
  readonly digest: string;
  /** What a picture looks like; null where nothing is drawn in it, and of files. */
  readonly print: string | null;
}

/** `cleared`: somebody who moderates has looked at it, and nothing is wrong. */
export type ContentVerdict = 'removed' | 'held' | 'level' | 'cleared';

/** Whatever a check of the server found has this in the place of a decision's id. */
export const BY_CHECK = 'check';

/** What was decided about a content. It stays when the thing it was decided about goes, and names nobody. */
export interface DecidedContent extends Content {
  /** The decision's id, or BY_CHECK. */
  readonly cause: string;
  readonly verdict: ContentVerdict;
  /** Of a level. */
  readonly maturity: Maturity | null;
  /** Null: what a check found opened none. */
  readonly caseId: string | null;
  readonly at: number;
}

/** A picture that looks like one that was decided about, in how many bits of 256 they differ. */
export interface LooksLike {
  readonly decided: DecidedContent;
  readonly distance: number;
}

/** What a decision about a content has done to something else that has the same in it, or looks like it. */
export interface Reached {
  readonly subject: Subject;
  readonly cause: string;
  readonly digest: string;
  readonly print: string | null;
  /** In which it waits for those who moderate; null: in none. */
  readonly caseId: string | null;
  /** For whom it was, and for whom it is by that; null: it is hidden. */
  readonly levels: { readonly before: Maturity; readonly decided: Maturity } | null;
}

/**
 * By what something is held: the decision, so that it ends with it. What a check holds ends with its case.
 */
export const causeOf = ({ cause, caseId }: DecidedContent): string => (cause === BY_CHECK ? (caseId ?? cause) : cause);

/** What holds for something that comes in. */
export interface ContentStanding {
  /** The strictest of what was decided about its very content; null: it may come in. */
  readonly stopped: DecidedContent | null;
  /** Pictures that were removed or are held, and that it looks like; the most alike. Null where it was looked at itself. */
  readonly alike: LooksLike | null;
  /** For whom it is at least. */
  readonly atLeast: Maturity;
  /** By what it is for those at least. */
  readonly levelled: DecidedContent | null;
  /** Somebody who moderates has looked at this very content, whatever a check says. */
  readonly isLookedAt: boolean;
}

/** What comes in anew, as the log names it. */
export interface CameBack {
  readonly door: SubjectKind | 'upload';
  /** Who brought it; null where nobody knows. */
  readonly byId: string | null;
}

const STRENGTH: readonly Maturity[] = ['everybody', 'sensitive', 'adult'];

export const stricter = (one: Maturity, other: Maturity): Maturity =>
  STRENGTH.indexOf(one) >= STRENGTH.indexOf(other) ? one : other;

/** @param exact what was decided about these contents. @param alike what looks like them, the most alike first */
export const standingOf = (exact: readonly DecidedContent[], alike: readonly LooksLike[]): ContentStanding => {
  const isLookedAt = exact.some(isWordOfSomebody);
  const known = isLookedAt ? exact.filter(({ verdict, cause }) => verdict !== 'held' && cause !== BY_CHECK) : exact;
  const similar = isLookedAt ? [] : alike;
  const levels = [...known, ...similar.map(({ decided }) => decided)].filter(({ verdict }) => verdict === 'level');
  const levelled = levels.reduce<DecidedContent | null>(
    (least, one) => (least === null || strengthOf(one) > strengthOf(least) ? one : least),
    null,
  );
  return {
    stopped:
      known.find(({ verdict }) => verdict === 'removed') ?? known.find(({ verdict }) => verdict === 'held') ?? null,
    alike: similar.find(({ decided: { verdict } }) => verdict === 'removed' || verdict === 'held') ?? null,
    ...{ atLeast: levelled?.maturity ?? 'everybody', levelled, isLookedAt },
  };
};

/** Nobody holds something back but the server. */
const isWordOfSomebody = ({ verdict, cause }: DecidedContent): boolean =>
  verdict !== 'removed' && verdict !== 'held' && cause !== BY_CHECK;

const strengthOf = ({ maturity }: DecidedContent): number => STRENGTH.indexOf(maturity ?? 'everybody');
