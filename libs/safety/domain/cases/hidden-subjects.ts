import type { Subject, SubjectDetails } from './subject.js';

/** Something nobody but those who moderate sees: as it was, who has it, and what it takes to put it back. */
export interface HiddenSubject {
  readonly subject: Subject;
  readonly facts: SubjectDetails;
  /** The name of its ModerationHandler. */
  readonly handler: string;
  readonly snapshot: object;
}

/** Port: what is hidden. Inside a transaction. */
export abstract class HiddenSubjects {
  abstract keep(aside: HiddenSubject): Promise<void>;
  /** By `subjectKey`. */
  abstract read(subjects: readonly Subject[]): Promise<ReadonlyMap<string, HiddenSubject>>;
  /** @returns what was kept, null where nothing was; it is kept no more */
  abstract take(subject: Subject): Promise<HiddenSubject | null>;
  abstract forgetUser(authorId: string): Promise<void>;
}
