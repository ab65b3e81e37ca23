import { Staff } from './domain/comments/caretakers.js';
import { CommentReactions, Comments } from './domain/comments/comments.js';
import { ModelUsageReader } from './domain/comments/model-usage-reader.js';
import { RecentFollowers } from './domain/comments/followers.js';
import { TalkLimits } from './domain/comments/limits.js';
import { Notifications } from './domain/comments/notifications.js';
import { PostReactions, PostCounters } from './domain/comments/post-reactions.js';
import { PendingVersionFanOuts } from './domain/comments/pending-version-fan-outs.js';
import { SqlCommentReactions } from './storage/comments/sql-comment-reactions.js';
import { SqlCaretakers } from './storage/comments/sql-caretakers.js';
import { SqlComments } from './storage/comments/sql-comments.js';
import { SqlModelUsageReader } from './storage/comments/sql-model-usage-reader.js';
import { SqlNewFollowers } from './storage/comments/sql-new-followers.js';
import { SqlNotifications } from './storage/comments/sql-notifications.js';
import { SqlPostReactions } from './storage/comments/sql-post-reactions.js';
import { SqlPostTallies } from './storage/comments/sql-post-tallies.js';
import { SqlPendingVersionFanOuts } from './storage/comments/sql-pending-version-fan-outs.js';
import { InsertComment } from './use-cases/comments/insert-comment.js';
import { CompleteComments } from './use-cases/comments/complete-comments.js';
import { ModelCreators } from './use-cases/comments/model-creators.js';
import { EditComment } from './use-cases/comments/edit-comment.js';
import { DeleteComments } from './use-cases/comments/delete-comments.js';
import { ExportComments } from './use-cases/comments/export-comments.js';
import { DeleteNotifications } from './use-cases/comments/delete-notifications.js';
import { DeleteReactions } from './use-cases/comments/delete-reactions.js';
import { DeleteUserComments } from './use-cases/comments/forget-talk.js';
import { BundleFollows } from './use-cases/comments/bundle-follows.js';
import { BundleModelReactions } from './use-cases/comments/bundle-model-reactions.js';
import { BundleReactions } from './use-cases/comments/bundle-reactions.js';
import { BundleModelUsage } from './use-cases/comments/bundle-model-usage.js';
import { LockParticipants } from './use-cases/comments/lock-participants.js';
import { LockCommentThread } from './use-cases/comments/hold-thread.js';
import { CommentDeleteRights } from './use-cases/comments/comment-delete-rights.js';
import { ScheduleVersionFanOut } from './use-cases/comments/schedule-version-fan-out.js';
import { PageComments } from './use-cases/comments/page-comments.js';
import { ReactToComment } from './use-cases/comments/react-to-comment.js';
import { ReactToPost } from './use-cases/comments/react-to-post.js';
import { ReadNotifications } from './use-cases/comments/read-notifications.js';
import { RecountReactionBundles } from './use-cases/comments/recount-reaction-bundles.js';
import { RemoveComment } from './use-cases/comments/remove-comment.js';
import { AddComment } from './use-cases/comments/add-comment.js';
import { MarkNotificationsRead } from './use-cases/comments/mark-notifications-read.js';
import { NotifyCreators } from './use-cases/comments/notify-creators.js';
import { CommentNotifier } from './use-cases/comments/comment-notifier.js';
import { ModelNotifier } from './use-cases/comments/model-notifier.js';
import { PostMentionNotifier } from './use-cases/comments/post-mention-notifier.js';
import { TakeNotifier } from './use-cases/comments/take-notifier.js';
import { VersionFanOut, VersionAudience } from './use-cases/comments/version-fan-out.js';
import { QuarantineNotifier } from './use-cases/comments/quarantine-notifier.js';
import { NotificationWriter } from './use-cases/comments/tell-users.js';
import { CommentChannel } from './api/comments/comment-channel.js';
import { CommentBroadcaster } from './api/comments/comment-broadcaster.js';
import { CommentPages } from './api/comments/comment-pages.js';
import { CommentViews } from './api/comments/comment-views.js';
import { CommentsController } from './api/comments/comments.controller.js';
import { CommentsGateway } from './api/comments/comments.gateway.js';
import { talkLimits } from './api/comments/contract-limits.js';
import { FeedNotificationSource } from './api/comments/feed-notification-source.js';
import { CommentAccountHandler } from './api/comments/comment-account-handler.js';
import { BundleBlockHandler } from './api/comments/bundle-block-handler.js';
import { ReactionsGateway } from './api/comments/talk.gateway.js';
import { VersionFanOutWorker } from './api/comments/version-fan-out-worker.js';
import { ModelNotificationListener } from './api/comments/model-notification-listener.js';
import { TakeNotificationListener } from './api/comments/take-notification-listener.js';
import { FeedNotificationListener } from './api/comments/feed-notification-listener.js';

/** What users say and feel about images, and what others are told of it. */
export const talk = {
  controllers: [CommentsController],
  providers: [
    { provide: Comments, useClass: SqlComments },
    { provide: CommentReactions, useClass: SqlCommentReactions },
    { provide: PostReactions, useClass: SqlPostReactions },
    { provide: PostCounters, useClass: SqlPostTallies },
    { provide: Notifications, useClass: SqlNotifications },
    { provide: RecentFollowers, useClass: SqlNewFollowers },
    { provide: PendingVersionFanOuts, useClass: SqlPendingVersionFanOuts },
    { provide: ModelUsageReader, useClass: SqlModelUsageReader },
    { provide: Staff, useClass: SqlCaretakers },
    { provide: TalkLimits, useValue: talkLimits },
    ...[LockParticipants, LockCommentThread, CommentDeleteRights, ReactToPost, ReactToComment],
    ...[AddComment, InsertComment, EditComment, RemoveComment, DeleteComments, CompleteComments, PageComments],
    ...[
      NotificationWriter,
      CommentNotifier,
      PostMentionNotifier,
      TakeNotifier,
      ModelNotifier,
      VersionFanOut,
      VersionAudience,
      ScheduleVersionFanOut,
      QuarantineNotifier,
      BundleModelReactions,
      BundleReactions,
      RecountReactionBundles,
      BundleFollows,
      NotifyCreators,
      ModelCreators,
      BundleModelUsage,
      ReadNotifications,
      MarkNotificationsRead,
    ],
    ...[DeleteUserComments, DeleteReactions, DeleteNotifications, ExportComments],
    ...[
      ReactionsGateway,
      CommentsGateway,
      CommentPages,
      CommentViews,
      CommentChannel,
      CommentBroadcaster,
      FeedNotificationSource,
    ],
    ...[
      FeedNotificationListener,
      ModelNotificationListener,
      VersionFanOutWorker,
      TakeNotificationListener,
      CommentAccountHandler,
      BundleBlockHandler,
    ],
  ],
};
