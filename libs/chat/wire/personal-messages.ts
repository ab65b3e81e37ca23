import { Injectable, type OnModuleInit } from '@nestjs/common';
import { jsonListFile, PersonalData, type PersonalFile, type PersonalPart } from '@visionary/accounts';
import { ExportMessages } from '../usecases/export-messages.js';
import { ExportTraces } from '../usecases/export-traces.js';

/** What somebody said, gave and was told, for the export of their data. */
@Injectable()
export class PersonalMessages implements PersonalPart, OnModuleInit {
  readonly folder = '';

  constructor(
    private readonly data: PersonalData,
    private readonly messages: ExportMessages,
    private readonly traces: ExportTraces,
  ) {}

  onModuleInit(): void {
    this.data.add(this);
  }

  async *files(personId: string): AsyncIterable<PersonalFile> {
    yield jsonListFile('messages.json', () => this.messages.run(personId));
    yield jsonListFile('reactions.json', () => this.traces.reactions(personId));
    yield jsonListFile('notifications.json', () => this.traces.notifications(personId));
  }
}
