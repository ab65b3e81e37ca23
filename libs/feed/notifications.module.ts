import { FeedNotifications } from './use-cases/notifications/feed-notifications.js';
import { ModelUsageNotifier } from './use-cases/notifications/model-usage-notifier.js';
import { VersionNotifier } from './use-cases/notifications/version-notifier.js';
import { FeedNotificationPresenter } from './api/notifications/feed-notification-presenter.js';
import { TakeNotificationListener } from './api/notifications/take-notification-listener.js';

/** Notifications about posts, follows, takes, and new versions of models. */
export const notifications = {
  controllers: [],
  providers: [
    ModelUsageNotifier,
    FeedNotifications,
    FeedNotificationPresenter,
    VersionNotifier,
    TakeNotificationListener,
  ],
};
