import { Injectable, type OnModuleInit } from '@nestjs/common';
import { jsonListFile, PersonalDataExporters, type ExportFile, type PersonalDataExporter } from '@visionary/accounts';
import { ExportCommunity } from '../../use-cases/users/export-community.js';

/** Whom somebody follows and what they keep together, for the export of their data. */
@Injectable()
export class CommunityExporter implements PersonalDataExporter, OnModuleInit {
  readonly folder = '';

  constructor(
    private readonly data: PersonalDataExporters,
    private readonly community: ExportCommunity,
  ) {}

  onModuleInit(): void {
    this.data.add(this);
  }

  async *files(userId: string): AsyncIterable<ExportFile> {
    yield jsonListFile('followed.json', () => this.community.followed(userId));
    yield jsonListFile('collections.json', () => this.community.collected(userId));
  }
}
