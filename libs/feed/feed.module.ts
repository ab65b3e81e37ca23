import { Module, type Provider, type Type } from '@nestjs/common';
import { AccountsModule } from '@visionary/accounts';
import { GenerationModule } from '@visionary/generation';
import { HubModule } from '@visionary/hub';
import { RoomsModule } from '@visionary/rooms';
import { SafetyModule } from '@visionary/safety';
import { people } from './people.module.js';
import { finding } from './finding.module.js';
import { gallery } from './gallery.module.js';
import { mine } from './mine.module.js';
import { moderation } from './moderation.module.js';
import { posts } from './posts.module.js';
import { samples } from './samples.module.js';
import { talk } from './talk.module.js';
import { uses } from './uses.module.js';

interface Capability {
  readonly controllers: readonly Type[];
  readonly providers: readonly Provider[];
}

/** Each capability binds its own providers in a file of its own beside this one, and stands here on one line. */
const capabilities: readonly Capability[] = [posts, people, talk, finding, gallery, mine, samples, uses, moderation];

/** Pictures that were published, and what people do about them. */
@Module({
  imports: [AccountsModule, RoomsModule, HubModule, GenerationModule, SafetyModule],
  controllers: capabilities.flatMap(({ controllers }) => controllers),
  providers: capabilities.flatMap(({ providers }) => providers),
})
export class FeedModule {}
