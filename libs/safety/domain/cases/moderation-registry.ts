import type { ContentRating, SubjectKind } from '@visionary/contract';
import type { ContentFingerprint } from '../fingerprints/content-fingerprint.js';
import type { ContextLine, Subject, SubjectDetails } from './subject.js';

export interface RatingChange {
  readonly decided: ContentRating;
  readonly before: ContentRating;
  /** The minimum rating by other decisions. */
  readonly atLeast: ContentRating;
}

/**
 * What moderators can do with one kind of subject; each slice implements it. Methods that change something run inside the transaction
 * of the decision: the slice invalidates its caches and publishes its own events there.
 */
export interface ModerationHandler {
  /** Unique among the handlers of a kind. Stored with hidden subjects to find the handler that restores them. */
  readonly name: string;
  /** Describes the visible subjects of this handler, by `subjectKey`. */
  describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>>;
  /** Whether the user can see the subject, and so report it. */
  canView(userId: string, subject: Subject): Promise<boolean>;
  /** Messages or comments around the subject and the subject itself, oldest first. */
  context?(subject: Subject, lines: number): Promise<readonly ContextLine[]>;
  /**
   * Hides the subject with everything that depends on it. Absent for kinds that can't be hidden.
   * @param byId null for the server
   * @returns a snapshot for `restore` that JSON can hold
   */
  hide?(subject: Subject, byId: string | null, at: number): Promise<object>;
  /** Undoes `hide` as far as what the subject depends on still exists. */
  restore?(subject: Subject, snapshot: object, at: number): Promise<void>;
  /**
   * Shows a subject that was held for review.
   * @returns whether it was held
   */
  discard?(subject: Subject): Promise<boolean>;
  /**
   * Fingerprints of the subject beside its image. A decision about the subject applies to content with one of them.
   * Runs outside transactions.
   */
  contents?(subject: Subject): Promise<readonly ContentFingerprint[]>;
  setRating?(subject: Subject, contentRating: ContentRating): Promise<void>;
  /** Undoes a rating that came from a decision about the same content elsewhere. */
  restoreRating?(subject: Subject, change: RatingChange): Promise<void>;
}

/** Slices register their handlers at startup. A kind can have several handlers. */
export class ModerationRegistry {
  private readonly kinds = new Map<SubjectKind, ModerationHandler[]>();

  add(kind: SubjectKind, handler: ModerationHandler): void {
    this.kinds.set(kind, [...this.of(kind), handler]);
  }

  /** Describes the visible subjects, by `subjectKey`. */
  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const found = new Map<string, SubjectDetails>();
    for (const [kind, some] of Map.groupBy(subjects, (subject) => subject.kind)) {
      for (const handler of this.of(kind)) {
        for (const [key, facts] of await handler.describe(some)) found.set(key, facts);
      }
    }
    return found;
  }

  /** The handler of a visible subject; null when no handler knows it. */
  async handlerOf(subject: Subject): Promise<ModerationHandler | null> {
    for (const handler of this.of(subject.kind)) {
      if ((await handler.describe([subject])).size > 0) return handler;
    }
    return null;
  }

  byName(kind: SubjectKind, name: string): ModerationHandler | null {
    return this.of(kind).find((handler) => handler.name === name) ?? null;
  }

  private of(kind: SubjectKind): readonly ModerationHandler[] {
    return this.kinds.get(kind) ?? [];
  }
}
