import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  AccountDeleted,
  jsonListFile,
  PersonalDataExporters,
  type ExportFile,
  type PersonalDataExporter,
} from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { ModelCredits } from '../domain/model-credits.js';
import { ModelsExporter } from './models-exporter.js';

/** What somebody made: theirs to take along, and nobody's once their account is gone. */
@Injectable()
export class CreditAccountHandler implements PersonalDataExporter, OnModuleInit {
  readonly folder = '';

  constructor(
    private readonly data: PersonalDataExporters,
    private readonly events: DomainEvents,
    private readonly modelCredits: ModelCredits,
    private readonly made: ModelsExporter,
  ) {}

  onModuleInit(): void {
    this.data.add(this);
    this.events.beforeCommit(AccountDeleted, ({ userId }) => this.modelCredits.forgetUser(userId));
  }

  async *files(userId: string): AsyncIterable<ExportFile> {
    yield jsonListFile('models.json', () => this.made.of(userId));
  }
}
