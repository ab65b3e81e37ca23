import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted, jsonListFile, PersonalData, type PersonalFile, type PersonalPart } from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { ExportCases } from '../../usecases/cases/export-cases.js';
import { PartWithPerson } from '../../usecases/cases/part-with-person.js';

/** What somebody reported and appealed against: theirs to take along; their words go with their account. */
@Injectable()
export class CasesFollowPeople implements PersonalPart, OnModuleInit {
  readonly folder = 'safety';

  constructor(
    private readonly data: PersonalData,
    private readonly events: DomainEvents,
    private readonly exporting: ExportCases,
    private readonly part: PartWithPerson,
  ) {}

  onModuleInit(): void {
    this.data.add(this);
    this.events.beforeCommit(AccountDeleted, ({ personId }) => this.part.run(personId));
  }

  async *files(personId: string): AsyncIterable<PersonalFile> {
    yield jsonListFile('reports.json', () => this.exporting.reports(personId));
    yield jsonListFile('appeals.json', () => this.exporting.appeals(personId));
    yield jsonListFile('news.json', () => this.exporting.told(personId));
  }
}
