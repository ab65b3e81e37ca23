import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { PromptPrefixesService } from '@visionary/safety';
import { VersionWithdrawn } from '../../domain/events.js';

/** What an instance adds to prompts for a version goes with it, in the same transaction. */
@Injectable()
export class PromptPrefixCleanup implements OnModuleInit {
  constructor(
    private readonly events: DomainEvents,
    private readonly promptPrefixes: PromptPrefixesService,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(VersionWithdrawn, async ({ version, why }) => {
      if (why === 'removed') await this.promptPrefixes.deleteOfModel(version.useId);
    });
  }
}
