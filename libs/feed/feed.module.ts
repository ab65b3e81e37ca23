import { Module, type Provider, type Type } from '@nestjs/common';
import { AccountsModule } from '@visionary/accounts';
import { GenerationModule } from '@visionary/generation';
import { HubModule } from '@visionary/hub';
import { RoomsModule } from '@visionary/rooms';
import { SafetyModule } from '@visionary/safety';
import { users } from './users.module.js';
import { finding } from './search.module.js';
import { gallery } from './model-posts.module.js';
import { mine } from './my-takes.module.js';
import { moderation } from './moderation.module.js';
import { posts } from './posts.module.js';
import { samples } from './seed.module.js';
import { talk } from './comments.module.js';
import { uses } from './model-usage.module.js';

interface Capability {
  readonly controllers: readonly Type[];
  readonly providers: readonly Provider[];
}

/** Each capability binds its own providers in a file of its own beside this one, and stands here on one line. */
const capabilities: readonly Capability[] = [posts, users, talk, finding, gallery, mine, samples, uses, moderation];

/** Images that were published, and what users do about them. */
@Module({
  imports: [AccountsModule, RoomsModule, HubModule, GenerationModule, SafetyModule],
  controllers: capabilities.flatMap(({ controllers }) => controllers),
  providers: capabilities.flatMap(({ providers }) => providers),
})
export class FeedModule {}
