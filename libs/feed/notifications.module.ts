import { NotificationsRepository } from './storage/notifications/notifications.repository.js';
import { VersionFanOutsRepository } from './storage/notifications/version-fan-outs.repository.js';
import { CommentNotificationListener } from './use-cases/notifications/comment-notification-listener.js';
import { FeedNotificationListener } from './use-cases/notifications/feed-notification-listener.js';
import { FollowBundles } from './use-cases/notifications/follow-bundles.js';
import { ModelNotificationListener } from './use-cases/notifications/model-notification-listener.js';
import { ModelReactionBundles } from './use-cases/notifications/model-reaction-bundles.js';
import { ModelUsageNotifier } from './use-cases/notifications/model-usage-notifier.js';
import { NotificationAccountHandler } from './use-cases/notifications/notification-account-handler.js';
import { NotificationReader } from './use-cases/notifications/notification-reader.js';
import { NotificationWriter } from './use-cases/notifications/notification-writer.js';
import { ReactionBundles } from './use-cases/notifications/reaction-bundles.js';
import { VersionFanOutWorker } from './use-cases/notifications/version-fan-out-worker.js';
import { FeedNotificationSource } from './api/notifications/feed-notification-source.js';
import { TakeNotificationListener } from './api/notifications/take-notification-listener.js';

/** Notifications about posts, follows, takes, and models of the hub. */
export const notifications = {
  controllers: [],
  providers: [
    NotificationsRepository,
    VersionFanOutsRepository,
    NotificationWriter,
    NotificationReader,
    FollowBundles,
    ModelReactionBundles,
    ModelUsageNotifier,
    FeedNotificationSource,
    FeedNotificationListener,
    CommentNotificationListener,
    NotificationAccountHandler,
    ModelNotificationListener,
    VersionFanOutWorker,
    TakeNotificationListener,
    // The last one, because the order of `BlocksChanged` handlers is the lock order: models before posts.
    ReactionBundles,
  ],
};
