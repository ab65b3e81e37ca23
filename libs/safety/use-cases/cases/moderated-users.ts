import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ListUserStandings } from '@visionary/accounts';
import { type ModerationHandler, ModerationRegistry } from '../../domain/cases/moderation-registry.js';
import { type Subject, type SubjectDetails, subjectKey } from '../../domain/cases/subject.js';

/** Makes users and their profile texts reportable. Users can't be hidden, only muted or banned. */
@Injectable()
export class ModeratedUsers implements ModerationHandler, OnModuleInit {
  constructor(
    private readonly registry: ModerationRegistry,
    private readonly standings: ListUserStandings,
  ) {}

  onModuleInit(): void {
    this.registry.add('user', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const users = await this.standings.of(subjects.map(({ id }) => id));
    return new Map(
      [...users].map(([id, { user, about, since }]) => [
        subjectKey({ kind: 'user', id }),
        { title: user.name, text: about, authorId: id, at: since, path: `/users/${id}` },
      ]),
    );
  }

  async canView(): Promise<boolean> {
    return true;
  }
}
