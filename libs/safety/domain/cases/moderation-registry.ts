import type { ContentFingerprint } from '../fingerprints/content-fingerprint.js';
import type { ContextLine, ContentRating, Subject, SubjectDetails, SubjectKind } from './subject.js';

export interface RatingChange {
  readonly decided: ContentRating;
  readonly before: ContentRating;
  /** What else holds. */
  readonly atLeast: ContentRating;
}

/**
 * What a slice lets those who moderate do with one kind of its things. What changes something runs inside the transaction
 * that decides: caches are touched there, and what others see of it is announced by the slice itself.
 */
export interface ModerationHandler {
  /** By which what was set aside finds back to it; of its own among those that know things of this kind. */
  readonly name: string;
  /** Those it knows and others can see, by `subjectKey`. */
  describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>>;
  /** Whether this user may see it, and so report it. */
  canView(userId: string, subject: Subject): Promise<boolean>;
  /** What stands before and after it, oldest first, with it; nothing where it stands alone. */
  context?(subject: Subject, lines: number): Promise<readonly ContextLine[]>;
  /**
   * Takes it from everybody's sight, with all that hangs on it. Absent: nobody hides such a thing.
   * @param byId null: the server itself. @returns what `putBack` needs, as JSON can hold it
   */
  hide?(subject: Subject, byId: string | null, at: number): Promise<object>;
  /** It is as it was, as far as its surroundings are still there. */
  restore?(subject: Subject, kept: object, at: number): Promise<void>;
  /**
   * Nothing is wrong with it: where a check held it back until somebody had looked, it is shown from now on.
   * @returns whether it was held back
   */
  discard?(subject: Subject): Promise<boolean>;
  /**
   * What it holds beside its image: a decision about it holds for whatever brings one of these again. Absent: nothing.
   * Outside of transactions.
   */
  contents?(subject: Subject): Promise<readonly ContentFingerprint[]>;
  /** For whom it is from now on. */
  setRating?(subject: Subject, contentRating: ContentRating): Promise<void>;
  /** What was decided about the same elsewhere, and so about it, holds no more. */
  restoreRating?(subject: Subject, levels: RatingChange): Promise<void>;
}

/** What can be moderated, without knowing the slices: each registers its kinds when it starts. Two may know things of one kind. */
export class ModerationRegistry {
  private readonly kinds = new Map<SubjectKind, ModerationHandler[]>();

  add(kind: SubjectKind, moderated: ModerationHandler): void {
    this.kinds.set(kind, [...this.of(kind), moderated]);
  }

  /** Those that others can see, by `subjectKey`. */
  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const found = new Map<string, SubjectDetails>();
    for (const [kind, some] of Map.groupBy(subjects, (subject) => subject.kind)) {
      for (const moderated of this.of(kind)) {
        for (const [key, facts] of await moderated.describe(some)) found.set(key, facts);
      }
    }
    return found;
  }

  /** The slice that has it, where others can see it; null where nobody has. */
  async keeperOf(subject: Subject): Promise<ModerationHandler | null> {
    for (const moderated of this.of(subject.kind)) {
      if ((await moderated.describe([subject])).size > 0) return moderated;
    }
    return null;
  }

  called(kind: SubjectKind, name: string): ModerationHandler | null {
    return this.of(kind).find((moderated) => moderated.name === name) ?? null;
  }

  private of(kind: SubjectKind): readonly ModerationHandler[] {
    return this.kinds.get(kind) ?? [];
  }
}
