import { Injectable, type OnModuleInit } from '@nestjs/common';
import { jsonListFile, PersonalData, type PersonalFile, type PersonalPart } from '@visionary/accounts';
import { ExportCommunity } from '../../usecases/people/export-community.js';

/** Whom somebody follows and what they keep together, for the export of their data. */
@Injectable()
export class PersonalCommunity implements PersonalPart, OnModuleInit {
  readonly folder = '';

  constructor(
    private readonly data: PersonalData,
    private readonly community: ExportCommunity,
  ) {}

  onModuleInit(): void {
    this.data.add(this);
  }

  async *files(personId: string): AsyncIterable<PersonalFile> {
    yield jsonListFile('followed.json', () => this.community.followed(personId));
    yield jsonListFile('collections.json', () => this.community.collected(personId));
  }
}
