import { Module, type ModuleMetadata, type Provider, type Type } from '@nestjs/common';
import { AccountsModule } from '@visionary/accounts';
import { SafetyModule } from '@visionary/safety';
import { downloads } from './downloads.module.js';
import { drafts } from './drafts.module.js';
import { creators } from './creators.module.js';
import { moderation } from './moderation.module.js';
import { offers } from './published-versions.module.js';
import { samples } from './samples.module.js';
import { talk } from './feedback.module.js';
import { versions } from './versions.module.js';

interface Capability {
  readonly controllers: readonly Type[];
  readonly providers: readonly Provider[];
  readonly exports: NonNullable<ModuleMetadata['exports']>;
}

/** Each capability binds its own providers in a file of its own beside this one, and stands here on one line. */
const capabilities: readonly Capability[] = [creators, versions, offers, drafts, samples, downloads, talk, moderation];

/** Models users share: what they upload, publish and say about them. */
@Module({
  imports: [AccountsModule, SafetyModule],
  controllers: capabilities.flatMap(({ controllers }) => controllers),
  providers: capabilities.flatMap(({ providers }) => providers),
  exports: capabilities.flatMap(({ exports }) => exports),
})
export class HubModule {}
