import type { Subject, SubjectFacts } from './subject.js';

/** Something nobody but those who moderate sees: as it was, who has it, and what it takes to put it back. */
export interface SetAside {
  readonly subject: Subject;
  readonly facts: SubjectFacts;
  /** The name of its ModeratedKind. */
  readonly keeper: string;
  readonly kept: object;
}

/** Port: what is hidden. Inside a transaction. */
export abstract class Aside {
  abstract keep(aside: SetAside): Promise<void>;
  /** By `subjectKey`. */
  abstract read(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SetAside>>;
  /** @returns what was kept, null where nothing was; it is kept no more */
  abstract take(subject: Subject): Promise<SetAside | null>;
  abstract forgetPerson(authorId: string): Promise<void>;
}
