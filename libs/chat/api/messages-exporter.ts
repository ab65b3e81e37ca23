import { Injectable, type OnModuleInit } from '@nestjs/common';
import { jsonListFile, PersonalDataExporters, type ExportFile, type PersonalDataExporter } from '@visionary/accounts';
import { ExportMessages } from '../use-cases/export-messages.js';
import { ExportChatActivity } from '../use-cases/export-chat-activity.js';

/** What somebody said, gave and was told, for the export of their data. */
@Injectable()
export class MessagesExporter implements PersonalDataExporter, OnModuleInit {
  readonly folder = '';

  constructor(
    private readonly data: PersonalDataExporters,
    private readonly messages: ExportMessages,
    private readonly traces: ExportChatActivity,
  ) {}

  onModuleInit(): void {
    this.data.add(this);
  }

  async *files(userId: string): AsyncIterable<ExportFile> {
    yield jsonListFile('messages.json', () => this.messages.run(userId));
    yield jsonListFile('reactions.json', () => this.traces.reactions(userId));
    yield jsonListFile('notifications.json', () => this.traces.notifications(userId));
  }
}
