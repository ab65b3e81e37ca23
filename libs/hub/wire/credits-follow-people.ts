import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted, jsonListFile, PersonalData, type PersonalFile, type PersonalPart } from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { Credits } from '../domain/credits.js';

/** What somebody made: theirs to take along, and nobody's once their account is gone. */
@Injectable()
export class CreditsFollowPeople implements PersonalPart, OnModuleInit {
  readonly folder = '';

  constructor(
    private readonly data: PersonalData,
    private readonly events: DomainEvents,
    private readonly credits: Credits,
  ) {}

  onModuleInit(): void {
    this.data.add(this);
    this.events.beforeCommit(AccountDeleted, ({ personId }) => this.credits.forgetPerson(personId));
  }

  async *files(personId: string): AsyncIterable<PersonalFile> {
    yield jsonListFile('models.json', () => this.made(personId));
  }

  private async *made(personId: string): AsyncIterable<readonly object[]> {
    yield (await this.credits.by(personId)).map(({ kind, name, hash, at }) => ({
      ...{ kind, name, hash, at: new Date(at).toISOString() },
    }));
  }
}
