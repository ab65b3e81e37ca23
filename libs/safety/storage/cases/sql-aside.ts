import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { Database } from '@visionary/platform/database';
import { Aside, type SetAside } from '../../domain/cases/aside.js';
import { type Subject, subjectKey } from '../../domain/cases/subject.js';
import type { CaseTables } from './tables.js';

@Injectable()
export class SqlAside extends Aside {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async keep(aside: SetAside): Promise<void> {
    const { subject, facts } = aside;
    const row = { subject_key: subjectKey(subject), author_id: facts.authorId, sha256: facts.picture?.sha256 ?? null };
    const kept = { ...row, data: JSON.stringify(aside), at: this.clock.now() };
    await this.query.insertInto('safety_aside').values(kept).execute();
  }

  async read(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SetAside>> {
    if (subjects.length === 0) return new Map();
    const rows = this.query.selectFrom('safety_aside').selectAll().where('subject_key', 'in', subjects.map(subjectKey));
    return new Map((await rows.execute()).map(({ subject_key, data }) => [subject_key, JSON.parse(data) as SetAside]));
  }

  async take(subject: Subject): Promise<SetAside | null> {
    const kept = (await this.read([subject])).get(subjectKey(subject)) ?? null;
    if (kept) await this.query.deleteFrom('safety_aside').where('subject_key', '=', subjectKey(subject)).execute();
    return kept;
  }

  async forgetPerson(authorId: string): Promise<void> {
    await this.query.deleteFrom('safety_aside').where('author_id', '=', authorId).execute();
  }

  private get query() {
    return this.database.query<CaseTables>();
  }
}
