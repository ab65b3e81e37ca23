import type { ContextLine, Maturity, Subject, SubjectFacts, SubjectKind } from './subject.js';

/**
 * What a slice lets those who moderate do with one kind of its things. What changes something runs inside the transaction
 * that decides: caches are touched there, and what others see of it is announced by the slice itself.
 */
export interface ModeratedKind {
  /** Those it knows, by `subjectKey`; hidden ones, too. */
  describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectFacts>>;
  /** Whether this person may see it, and so report it. */
  maySee(personId: string, subject: Subject): Promise<boolean>;
  /** What stands before and after it, oldest first, with it; nothing where it stands alone. */
  context?(subject: Subject, lines: number): Promise<readonly ContextLine[]>;
  /** Hides it from everybody but those who moderate, and can be taken back. Twice is no error. Absent: nobody hides such a thing. */
  hide?(subject: Subject, byId: string, at: number): Promise<void>;
  restore?(subject: Subject, byId: string, at: number): Promise<void>;
  /** For whom it is from now on. */
  level?(subject: Subject, maturity: Maturity): Promise<void>;
  /** Somebody leaves: whatever was kept of hidden things of theirs only to restore them goes. */
  forget?(personId: string): Promise<void>;
}

/** What can be moderated, without knowing the slices: each registers its kinds when it starts. Two may know things of one kind. */
export class ModeratedSubjects {
  private readonly kinds = new Map<SubjectKind, ModeratedKind[]>();

  add(kind: SubjectKind, moderated: ModeratedKind): void {
    this.kinds.set(kind, [...this.of(kind), moderated]);
  }

  /** By `subjectKey`; what is not there any more is missing. */
  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectFacts>> {
    const found = new Map<string, SubjectFacts>();
    for (const [kind, some] of Map.groupBy(subjects, (subject) => subject.kind)) {
      for (const moderated of this.of(kind)) {
        for (const [key, facts] of await moderated.describe(some)) found.set(key, facts);
      }
    }
    return found;
  }

  /** The slice that has it; null where nobody has. */
  async keeperOf(subject: Subject): Promise<ModeratedKind | null> {
    for (const moderated of this.of(subject.kind)) {
      if ((await moderated.describe([subject])).size > 0) return moderated;
    }
    return null;
  }

  private of(kind: SubjectKind): readonly ModeratedKind[] {
    return this.kinds.get(kind) ?? [];
  }
}
