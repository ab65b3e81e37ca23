import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted, jsonListFile, PersonalData, type PersonalFile, type PersonalPart } from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { Credits } from '../domain/credits.js';
import { MadeRecords } from './made-records.js';

/** What somebody made: theirs to take along, and nobody's once their account is gone. */
@Injectable()
export class CreditsFollowPeople implements PersonalPart, OnModuleInit {
  readonly folder = '';

  constructor(
    private readonly data: PersonalData,
    private readonly events: DomainEvents,
    private readonly credits: Credits,
    private readonly made: MadeRecords,
  ) {}

  onModuleInit(): void {
    this.data.add(this);
    this.events.beforeCommit(AccountDeleted, ({ personId }) => this.credits.forgetPerson(personId));
  }

  async *files(personId: string): AsyncIterable<PersonalFile> {
    yield jsonListFile('models.json', () => this.made.of(personId));
  }
}
