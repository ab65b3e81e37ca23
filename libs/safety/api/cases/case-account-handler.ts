import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  AccountDeleted,
  jsonListFile,
  PersonalDataExporters,
  type ExportFile,
  type PersonalDataExporter,
} from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { ExportCases } from '../../use-cases/cases/export-cases.js';
import { EraseUserFromCases } from '../../use-cases/cases/erase-user-from-cases.js';

/** What somebody reported and appealed against: theirs to take along; their words go with their account. */
@Injectable()
export class CaseAccountHandler implements PersonalDataExporter, OnModuleInit {
  readonly folder = 'safety';

  constructor(
    private readonly data: PersonalDataExporters,
    private readonly events: DomainEvents,
    private readonly exporting: ExportCases,
    private readonly part: EraseUserFromCases,
  ) {}

  onModuleInit(): void {
    this.data.add(this);
    this.events.beforeCommit(AccountDeleted, ({ userId }) => this.part.run(userId));
  }

  async *files(userId: string): AsyncIterable<ExportFile> {
    yield jsonListFile('reports.json', () => this.exporting.reports(userId));
    yield jsonListFile('appeals.json', () => this.exporting.appeals(userId));
    yield jsonListFile('news.json', () => this.exporting.told(userId));
  }
}
