import { Module, type Provider, type Type } from '@nestjs/common';
import { AccountsModule } from '@visionary/accounts';
import { CommentsModule } from '@visionary/comments';
import { GenerationModule } from '@visionary/generation';
import { HubModule } from '@visionary/hub';
import { NotificationsModule } from '@visionary/notifications';
import { RoomsModule } from '@visionary/rooms';
import { SafetyModule } from '@visionary/safety';
import { modelPosts } from './model-posts.module.js';
import { moderation } from './moderation.module.js';
import { myTakes } from './my-takes.module.js';
import { notifications } from './notifications.module.js';
import { posts } from './posts.module.js';
import { search } from './search.module.js';
import { seed } from './seed.module.js';
import { users } from './users.module.js';

interface Capability {
  readonly controllers: readonly Type[];
  readonly providers: readonly Provider[];
}

/** The order is the order in which event handlers run. */
const capabilities: readonly Capability[] = [
  posts,
  users,
  notifications,
  search,
  myTakes,
  seed,
  modelPosts,
  moderation,
];

/** Published images, notifications, and users' pages. */
@Module({
  imports: [
    AccountsModule,
    CommentsModule,
    NotificationsModule,
    RoomsModule,
    HubModule,
    GenerationModule,
    SafetyModule,
  ],
  controllers: capabilities.flatMap(({ controllers }) => controllers),
  providers: capabilities.flatMap(({ providers }) => providers),
})
export class FeedModule {}
