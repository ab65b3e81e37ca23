import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { Database } from '@visionary/platform/database';
import { HiddenSubjects, type HiddenSubject } from '../../domain/cases/hidden-subjects.js';
import { type Subject, subjectKey } from '../../domain/cases/subject.js';
import type { CaseTables } from './tables.js';

@Injectable()
export class SqlHiddenSubjects extends HiddenSubjects {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async keep(aside: HiddenSubject): Promise<void> {
    const { subject, facts } = aside;
    const row = { subject_key: subjectKey(subject), author_id: facts.authorId, sha256: facts.image?.sha256 ?? null };
    const kept = { ...row, data: JSON.stringify(aside), at: this.clock.now() };
    await this.query.insertInto('safety_hidden_subject').values(kept).execute();
  }

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

  async take(subject: Subject): Promise<HiddenSubject | null> {
    const kept = (await this.read([subject])).get(subjectKey(subject)) ?? null;
    if (kept)
      await this.query.deleteFrom('safety_hidden_subject').where('subject_key', '=', subjectKey(subject)).execute();
    return kept;
  }

  async forgetUser(authorId: string): Promise<void> {
    await this.query.deleteFrom('safety_hidden_subject').where('author_id', '=', authorId).execute();
  }

  private get query() {
    return this.database.query<CaseTables>();
  }
}
