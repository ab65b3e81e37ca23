import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ListStandings } from '@visionary/accounts';
import { type ModeratedKind, ModeratedSubjects } from '../../domain/cases/moderated-subjects.js';
import { type Subject, type SubjectFacts, subjectKey } from '../../domain/cases/subject.js';

/** People themselves: what they say of themselves is seen; nobody is hidden, but muted or banned. */
@Injectable()
export class ModeratedPeople implements ModeratedKind, OnModuleInit {
  readonly name = 'people';

  constructor(
    private readonly subjects: ModeratedSubjects,
    private readonly standings: ListStandings,
  ) {}

  onModuleInit(): void {
    this.subjects.add('person', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectFacts>> {
    const people = await this.standings.of(subjects.map(({ id }) => id));
    return new Map(
      [...people].map(([id, { person, about, since }]) => [
        subjectKey({ kind: 'person', id }),
        { title: person.name, text: about, authorId: id, at: since, path: `/people/${id}` },
      ]),
    );
  }

  async maySee(): Promise<boolean> {
    return true;
  }
}
