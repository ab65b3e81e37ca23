import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted, jsonListFile, PersonalData, type PersonalFile, type PersonalPart } from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { HubModelRemoved } from '../../domain/events.js';
import { ExportTalk } from '../../usecases/talk/export-talk.js';
import { ForgetModelTalk } from '../../usecases/talk/forget-model-talk.js';
import { ForgetTalk } from '../../usecases/talk/forget-talk.js';

/** What somebody said and gave in the hub: theirs to take along, gone with their account, and with the model it was about. */
@Injectable()
export class TalkFollowsPeople implements PersonalPart, OnModuleInit {
  readonly folder = 'hub';

  constructor(
    private readonly data: PersonalData,
    private readonly events: DomainEvents,
    private readonly talk: ForgetTalk,
    private readonly ofModels: ForgetModelTalk,
    private readonly exporting: ExportTalk,
  ) {}

  onModuleInit(): void {
    this.data.add(this);
    this.events.beforeCommit(AccountDeleted, ({ personId, at }) => this.talk.run(personId, at));
    this.events.beforeCommit(HubModelRemoved, ({ modelId }) => this.ofModels.run(modelId));
  }

  async *files(personId: string): AsyncIterable<PersonalFile> {
    yield jsonListFile('comments.json', () => this.exporting.comments(personId));
    yield jsonListFile('reviews.json', () => this.exporting.reviews(personId));
    yield jsonListFile('reactions.json', () => this.exporting.reactions(personId));
  }
}
