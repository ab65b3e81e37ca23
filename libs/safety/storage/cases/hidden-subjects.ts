import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { Database } from '@visionary/platform/database';
import { type Subject, type SubjectDetails, subjectKey } from '../../domain/cases/subject.js';

/** A subject that only moderators see: its details when it was hidden, and what restores it. */
interface HiddenSubject {
  readonly subject: Subject;
  readonly facts: SubjectDetails;
  /** The name of its ModerationHandler. */
  readonly handler: string;
  readonly snapshot: object;
}

/** Subjects hidden by a decision or by a check. Runs inside transactions. */
@Injectable()
export class HiddenSubjects {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async add(hidden: HiddenSubject): Promise<void> {
    const { subject, facts } = hidden;
    const row = { subject_key: subjectKey(subject), author_id: facts.authorId, sha256: facts.image?.sha256 ?? null };
    const data = JSON.stringify(hidden);
    await this.query
      .insertInto('safety_hidden_subject')
      .values({ ...row, data, at: this.clock.now() })
      .execute();
  }

  /** By `subjectKey`. */
  async read(subjects: readonly Subject[]): Promise<ReadonlyMap<string, HiddenSubject>> {
    if (subjects.length === 0) return new Map();
    const rows = this.query
      .selectFrom('safety_hidden_subject')
      .selectAll()
      .where('subject_key', 'in', subjects.map(subjectKey));
    return new Map(
      (await rows.execute()).map(({ subject_key, data }) => [subject_key, JSON.parse(data) as HiddenSubject]),
    );
  }

  /** Removes and returns the entry of a subject; null when it isn't hidden. */
  async remove(subject: Subject): Promise<HiddenSubject | null> {
    const hidden = (await this.read([subject])).get(subjectKey(subject)) ?? null;
    if (hidden) {
      await this.query.deleteFrom('safety_hidden_subject').where('subject_key', '=', subjectKey(subject)).execute();
    }
    return hidden;
  }

  async deleteOfUser(authorId: string): Promise<void> {
    await this.query.deleteFrom('safety_hidden_subject').where('author_id', '=', authorId).execute();
  }

  private get query() {
    return this.database.query();
  }
}
