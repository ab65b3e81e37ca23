import type { ContentRating, Subject, SubjectKind } from '../cases/subject.js';

/** What is in something that users bring: of images their pixels, of models the files that make them what they are. */
export interface ContentFingerprint {
  readonly kind: 'image' | 'file';
  /** SHA-256: of the pixels, of the file, or of its weights alone. */
  readonly digest: string;
  /** What an image looks like; null where nothing is drawn in it, and of files. */
  readonly print: string | null;
}

/** `cleared`: somebody who moderates has looked at it, and nothing is wrong. */
export type ContentVerdict = 'removed' | 'held' | 'level' | 'cleared';

/** Whatever a check of the server found has this in the place of a decision's id. */
export const AUTOMATIC_CHECK = 'check';

/** What was decided about a content. It stays when the thing it was decided about goes, and names nobody. */
export interface FingerprintVerdict extends ContentFingerprint {
  /** The decision's id, or BY_CHECK. */
  readonly cause: string;
  readonly verdict: ContentVerdict;
  /** Of a level. */
  readonly contentRating: ContentRating | null;
  /** Null: what a check found opened none. */
  readonly caseId: string | null;
  readonly at: number;
}

/** An image that looks like one that was decided about, in how many bits of 256 they differ. */
export interface SimilarMatch {
  readonly decided: FingerprintVerdict;
  readonly distance: number;
}

/** What a decision about a content has done to something else that has the same in it, or looks like it. */
export interface DecisionEffect {
  readonly subject: Subject;
  readonly cause: string;
  readonly digest: string;
  readonly print: string | null;
  /** In which it waits for those who moderate; null: in none. */
  readonly caseId: string | null;
  /** For whom it was, and for whom it is by that; null: it is hidden. */
  readonly levels: { readonly before: ContentRating; readonly decided: ContentRating } | null;
}

/**
 * By what something is held: the decision, so that it ends with it. What a check holds ends with its case.
 */
export const causeOf = ({ cause, caseId }: FingerprintVerdict): string =>
  cause === AUTOMATIC_CHECK ? (caseId ?? cause) : cause;

/** What holds for something that comes in. */
export interface UploadVerdict {
  /** The strictest of what was decided about its very content; null: it may come in. */
  readonly stopped: FingerprintVerdict | null;
  /** Images that were removed or are held, and that it looks like; the most alike. Null where it was looked at itself. */
  readonly alike: SimilarMatch | null;
  /** For whom it is at least. */
  readonly atLeast: ContentRating;
  /** By what it is for those at least. */
  readonly rating: FingerprintVerdict | null;
  /** Somebody who moderates has looked at this very content, whatever a check says. */
  readonly isReviewed: boolean;
}

/** What comes in anew, as the log names it. */
export interface ReuploadSource {
  readonly entryPoint: SubjectKind | 'upload';
  /** Who brought it; null where nobody knows. */
  readonly byId: string | null;
}

const STRENGTH: readonly ContentRating[] = ['everyone', 'sensitive', 'adult'];

export const stricter = (one: ContentRating, other: ContentRating): ContentRating =>
  STRENGTH.indexOf(one) >= STRENGTH.indexOf(other) ? one : other;

/** @param exact what was decided about these contents. @param alike what looks like them, the most alike first */
export const evaluateFingerprint = (
  exact: readonly FingerprintVerdict[],
  alike: readonly SimilarMatch[],
): UploadVerdict => {
  const isReviewed = exact.some(isWordOfSomebody);
  const known = isReviewed
    ? exact.filter(({ verdict, cause }) => verdict !== 'held' && cause !== AUTOMATIC_CHECK)
    : exact;
  const similar = isReviewed ? [] : alike;
  const levels = [...known, ...similar.map(({ decided }) => decided)].filter(({ verdict }) => verdict === 'level');
  const rating = levels.reduce<FingerprintVerdict | null>(
    (least, one) => (least === null || strengthOf(one) > strengthOf(least) ? one : least),
    null,
  );
  return {
    stopped:
      known.find(({ verdict }) => verdict === 'removed') ?? known.find(({ verdict }) => verdict === 'held') ?? null,
    alike: similar.find(({ decided: { verdict } }) => verdict === 'removed' || verdict === 'held') ?? null,
    ...{ atLeast: rating?.contentRating ?? 'everyone', rating, isReviewed },
  };
};

/** Nobody holds something back but the server. */
const isWordOfSomebody = ({ verdict, cause }: FingerprintVerdict): boolean =>
  verdict !== 'removed' && verdict !== 'held' && cause !== AUTOMATIC_CHECK;

const strengthOf = ({ contentRating }: FingerprintVerdict): number => STRENGTH.indexOf(contentRating ?? 'everyone');
