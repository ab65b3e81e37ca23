import { Module, type ModuleMetadata, type Provider, type Type } from '@nestjs/common';
import { AccountsModule } from '@visionary/accounts';
import { CommentsModule } from '@visionary/comments';
import { NotificationsModule } from '@visionary/notifications';
import { SafetyModule } from '@visionary/safety';
import { downloads } from './downloads.module.js';
import { drafts } from './drafts.module.js';
import { creators } from './creators.module.js';
import { moderation } from './moderation.module.js';
import { samples } from './samples.module.js';
import { feedback } from './feedback.module.js';
import { versions } from './versions.module.js';

interface Capability {
  readonly controllers: readonly Type[];
  readonly providers: readonly Provider[];
  readonly exports: NonNullable<ModuleMetadata['exports']>;
}

/** Each capability lists its providers in a module file of its own. */
const capabilities: readonly Capability[] = [creators, versions, drafts, samples, downloads, feedback, moderation];

/** The model hub: drafts, uploads, versions, downloads, samples, feedback, moderation. */
@Module({
  imports: [AccountsModule, CommentsModule, NotificationsModule, SafetyModule],
  controllers: capabilities.flatMap(({ controllers }) => controllers),
  providers: capabilities.flatMap(({ providers }) => providers),
  exports: capabilities.flatMap(({ exports }) => exports),
})
export class HubModule {}
