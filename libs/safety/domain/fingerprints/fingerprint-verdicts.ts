import type { Subject } from '../cases/subject.js';
import type { FingerprintVerdict, SimilarMatch, DecisionEffect } from './content-fingerprint.js';

export interface Reupload {
  readonly id: string;
  readonly caseId: string;
  readonly cause: string;
  readonly digest: string;
  /** What was kept and covered; null where it was turned away. */
  readonly subject: Subject | null;
  readonly at: number;
}

/** Port: what was decided, by content. Inside a transaction. */
export abstract class FingerprintVerdicts {
  /** Until the end of the transaction nobody decides: what is read about contents stays true as long. */
  abstract lockShared(): Promise<void>;
  /** Until the end nobody else decides, or lets a content in. */
  abstract lockExclusive(): Promise<void>;
  abstract about(digests: readonly string[]): Promise<FingerprintVerdict[]>;
  /** Images that look like this one, the most alike first. Before `remember`, never after it in the same transaction. */
  abstract alike(print: string): Promise<SimilarMatch[]>;
  /** What is there already stays as it is. */
  abstract remember(decided: readonly FingerprintVerdict[]): Promise<void>;
  /** What these decided holds no more, of these contents or of all. */
  abstract forget(causes: readonly string[], digests?: readonly string[]): Promise<void>;
  /** Whatever is held of these is held no more. */
  abstract forgetHeld(digests: readonly string[]): Promise<void>;
  /** It stands there from now on. */
  abstract stands(subject: Subject, digest: string): Promise<void>;
  abstract placesOf(digests: readonly string[]): Promise<{ readonly subject: Subject; readonly digest: string }[]>;
  /** What is there already by the same cause stays; where others have reached it, it was before what it was before all of them. */
  abstract reaches(decisionEffect: DecisionEffect): Promise<void>;
  /** What these have reached; it is reached by them no more. */
  abstract addEffect(causes: readonly string[]): Promise<DecisionEffect[]>;
  /** Somebody has decided about this very thing. */
  abstract removeEffect(subjectKey: string): Promise<void>;
  abstract addReupload(back: Reupload): Promise<void>;
  /** How often what a case decided about came back: one query. */
  abstract timesBack(caseId: string): Promise<number>;
  /** What was covered since these were decided. */
  abstract coveredBy(causes: readonly string[]): Promise<{ readonly subject: Subject; readonly digest: string }[]>;
}
