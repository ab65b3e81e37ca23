import type { ContentRating, SubjectKind } from '@visionary/contract';
import type { ContentFingerprint } from '../fingerprints/content-fingerprint.js';
import type { ReportedPrompts } from './reported-prompts.js';
import { type ContextLine, type Subject, type SubjectDetails, subjectKey } from './subject.js';

export interface RatingChange {
  readonly decided: ContentRating;
  readonly before: ContentRating;
  /** The minimum rating by other decisions. */
  readonly minimumRating: ContentRating;
}

/**
 * What moderators can do with one kind of subject; each slice implements it. Methods that change something run inside the transaction
 * of the decision: the slice invalidates its caches and publishes its own events there.
 */
export interface ModerationHandler {
  /** Describes the subjects of this handler, by `subjectKey`. Hidden ones have `isHidden`; deleted ones are missing. */
  describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>>;
  /** Whether the user can see the subject, and so report it. */
  canView(userId: string, subject: Subject): Promise<boolean>;
  /** Whether every user can see it, so that a moderator needs no report to remove it. Absent: those who can view it suffice. */
  isPublic?(subject: Subject): Promise<boolean>;
  /** Messages or comments around the subject and the subject itself, oldest first. */
  context?(subject: Subject, lines: number): Promise<readonly ContextLine[]>;
  /**
   * Hides the subject with everything that depends on it: its row gets `hidden_at`, which every read but `describe` respects.
   * Absent for kinds that can't be hidden.
   * Of a shared prompt, deletes the reported text instead: the prompt has no row of its own, and its editors go on.
   * @param byId null for the server
   * @param reported only for a shared prompt
   */
  hide?(subject: Subject, byId: string | null, at: number, reported?: ReportedText): Promise<void>;
  /** Undoes `hide` as far as what the subject depends on still exists. */
  restore?(subject: Subject): Promise<void>;
  /**
   * Shows a subject that was held for review.
   * @returns whether it was held
   */
  release?(subject: Subject): Promise<boolean>;
  /**
   * Fingerprints of the subject beside its image. A decision about the subject applies to content with one of them.
   * Runs outside transactions.
   */
  fingerprints?(subject: Subject): Promise<readonly ContentFingerprint[]>;
  setRating?(subject: Subject, contentRating: ContentRating): Promise<void>;
  /** Undoes a rating that came from a decision about the same content elsewhere. */
  restoreRating?(subject: Subject, change: RatingChange): Promise<void>;
}

/** Texts of the subject as they are now. Null when there are none. Runs outside transactions. */
type EvidenceProvider = (subject: Subject) => Promise<ReportedPrompts | null>;

/** The part of a shared prompt that a decision removes. */
export interface ReportedText {
  /** As the reports of the case keep them. */
  readonly prompts: readonly ReportedPrompts[];
  /** Whose text it is. */
  readonly authorIds: readonly string[];
}

/**
 * Reads, hides and restores subjects through the handlers that slices register at startup. A kind can have several handlers.
 * Methods that change a subject run inside a transaction.
 */
export class ModerationRegistry {
  private readonly kinds = new Map<SubjectKind, ModerationHandler[]>();
  private readonly evidence = new Map<SubjectKind, EvidenceProvider>();

  add(kind: SubjectKind, handler: ModerationHandler): void {
    this.kinds.set(kind, [...this.of(kind), handler]);
  }

  /** What a report of this kind keeps of the moment, because it may change before a moderator reads it. */
  addEvidence(kind: SubjectKind, provider: EvidenceProvider): void {
    this.evidence.set(kind, provider);
  }

  async evidenceOf(subject: Subject): Promise<ReportedPrompts | null> {
    return (await this.evidence.get(subject.kind)?.(subject)) ?? null;
  }

  /** Describes the subjects that exist, by `subjectKey`, with hidden ones. */
  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const details = new Map<string, SubjectDetails>();
    for (const [kind, group] of Map.groupBy(subjects, (subject) => subject.kind)) {
      for (const handler of this.of(kind)) {
        for (const [key, facts] of await handler.describe(group)) details.set(key, facts);
      }
    }
    return details;
  }

  /** The handler of a subject; null when no handler knows it. */
  async handlerOf(subject: Subject): Promise<ModerationHandler | null> {
    for (const handler of this.of(subject.kind)) {
      if ((await handler.describe([subject])).size > 0) return handler;
    }
    return null;
  }

  /** Undefined for a deleted subject. */
  async detailsOf(subject: Subject): Promise<SubjectDetails | undefined> {
    return (await this.describe([subject])).get(subjectKey(subject));
  }

  async context(subject: Subject, lines: number): Promise<readonly ContextLine[]> {
    return (await (await this.handlerOf(subject))?.context?.(subject, lines)) ?? [];
  }

  /** @returns false when the subject is hidden already or can't be hidden */
  async hide(subject: Subject, byId: string | null, at: number, reported?: ReportedText): Promise<boolean> {
    const handler = await this.handlerWhere(subject, 'visible');
    if (!handler?.hide) return false;
    await handler.hide(subject, byId, at, reported);
    return true;
  }

  /** @returns whether the subject was hidden */
  async restore(subject: Subject): Promise<boolean> {
    const handler = await this.handlerWhere(subject, 'hidden');
    if (!handler?.restore) return false;
    await handler.restore(subject);
    return true;
  }

  /** Shows a subject that was held for review. @returns whether it was held */
  async release(subject: Subject): Promise<boolean> {
    return (await (await this.handlerOf(subject))?.release?.(subject)) ?? false;
  }

  async setRating(subject: Subject, contentRating: ContentRating): Promise<void> {
    await (await this.handlerWhere(subject, 'visible'))?.setRating?.(subject, contentRating);
  }

  async restoreRating(subject: Subject, change: RatingChange): Promise<void> {
    await (await this.handlerWhere(subject, 'visible'))?.restoreRating?.(subject, change);
  }

  private async handlerWhere(subject: Subject, state: 'visible' | 'hidden'): Promise<ModerationHandler | null> {
    const facts = await this.detailsOf(subject);
    const isHidden = facts?.isHidden === true;
    return facts && isHidden === (state === 'hidden') ? this.handlerOf(subject) : null;
  }

  private of(kind: SubjectKind): readonly ModerationHandler[] {
    return this.kinds.get(kind) ?? [];
  }
}
