import { Module } from '@nestjs/common';
import { AccountsModule } from '@visionary/accounts';
import { CommentsModule } from '@visionary/comments';
import { GenerationModule } from '@visionary/generation';
import { HubModule } from '@visionary/hub';
import { NotificationsModule } from '@visionary/notifications';
import { RoomsModule } from '@visionary/rooms';
import { SafetyModule } from '@visionary/safety';
import { PostImageFiles } from './storage/posts/post-image-files.js';
import { TakeRoomRights } from './use-cases/posts/take-room-rights.js';
import { Posts } from './storage/posts/posts.repository.js';
import { DescribeParameters } from './use-cases/posts/describe-parameters.js';
import { ImageSources } from './use-cases/posts/image-sources.js';
import { PostListener } from './use-cases/posts/post-listener.js';
import { PostReplays } from './use-cases/posts/post-replays.js';
import { PostUploadsService } from './use-cases/posts/post-uploads.service.js';
import { PostsService } from './use-cases/posts/posts.service.js';
import { ExternalImages } from './api/posts/external-images.js';
import { FeedGateway } from './api/posts/feed.gateway.js';
import { FeedPages } from './api/posts/feed-pages.js';
import { LineagePresenter } from './api/posts/lineage-presenter.js';
import { OpenPosts } from './api/posts/open-posts.js';
import { ParametersPresenter } from './api/posts/parameters-presenter.js';
import { PostBroadcaster } from './api/posts/post-broadcaster.js';
import { PostDetails } from './api/posts/post-details.js';
import { PostImagesController } from './api/posts/post-images.controller.js';
import { PostLinkPreviews } from './api/posts/post-link-previews.js';
import { PostPresenter } from './api/posts/post-presenter.js';
import { PostSubject } from './api/posts/post-subject.js';
import { PostUploadsController } from './api/posts/post-uploads.controller.js';
import { PostsController } from './api/posts/posts.controller.js';
import { PostsExporter } from './api/posts/posts-exporter.js';
import { PostsGateway } from './api/posts/posts.gateway.js';
import { ViewCounter } from './api/posts/view-counter.js';
import { PostPages } from './storage/posts/sql-post-pages.js';
import { PostUploads } from './storage/posts/sql-post-uploads.js';
import { PostViewLog } from './storage/posts/sql-post-view-log.js';
import { CollectionsRepository } from './storage/users/collections.repository.js';
import { FollowsRepository } from './storage/users/follows.repository.js';
import { ProfilesRepository } from './storage/users/profiles.repository.js';
import { CollectionsService } from './use-cases/users/collections.service.js';
import { CommunityExporter } from './use-cases/users/community-exporter.js';
import { FollowsService } from './use-cases/users/follows.service.js';
import { ProfileReader } from './use-cases/users/profile-reader.js';
import { CollectionsController } from './api/users/collections.controller.js';
import { FollowGateway } from './api/users/follow.gateway.js';
import { ProfilesController } from './api/users/profiles.controller.js';
import { UserModelsController } from './api/users/user-models.controller.js';
import { UserPostPages } from './api/users/user-post-pages.js';
import { FeedNotifications } from './use-cases/notifications/feed-notifications.js';
import { ModelUsageNotifier } from './use-cases/notifications/model-usage-notifier.js';
import { VersionNotifier } from './use-cases/notifications/version-notifier.js';
import { FeedNotificationPresenter } from './api/notifications/feed-notification-presenter.js';
import { TakeNotificationListener } from './api/notifications/take-notification-listener.js';
import { PostSearchIndex } from './storage/search/post-search-index.js';
import { TagsRepository } from './storage/search/tags.repository.js';
import { PostIndexer } from './use-cases/search/post-indexer.js';
import { SearchPosts } from './use-cases/search/search-posts.js';
import { SearchTags } from './use-cases/search/search-tags.js';
import { PostResults } from './api/search/post-results.js';
import { SearchController } from './api/search/search.controller.js';
import { SearchPresenter } from './api/search/search-presenter.js';
import { Suggestions } from './api/search/suggestions.js';
import { MyTakeRooms } from './storage/my-takes/my-take-rooms.js';
import { MyTakesController } from './api/my-takes/my-takes.controller.js';
import { TakePublishedBroadcaster } from './api/my-takes/take-published-broadcaster.js';
import { SeedController } from './api/seed/seed.controller.js';
import { SeedRunner } from './api/seed/seed-runner.js';
import { SeedRecordsRepository } from './storage/seed/seed-records.repository.js';
import { RemoveSeed } from './use-cases/seed/remove-seed.js';
import { SeedInstance } from './use-cases/seed/seed-instance.js';
import { SeedModels } from './use-cases/seed/seed-models.js';
import { SeedPosts } from './use-cases/seed/seed-posts.js';
import { SeedTakes } from './use-cases/seed/seed-takes.js';
import { SeedUsers } from './use-cases/seed/seed-users.js';
import { ModelPostsRepository } from './storage/model-posts/model-posts.repository.js';
import { ModelPostsService } from './use-cases/model-posts/model-posts.service.js';
import { ModelImageCounter } from './api/model-posts/model-image-counter.js';
import { ModelPostPages } from './api/model-posts/model-post-pages.js';
import { ModelPostsController } from './api/model-posts/model-posts.controller.js';
import { ModeratedPosts } from './use-cases/moderation/moderated-posts.js';

/** Published images, notifications, and users' pages. The order of providers is the order in which event handlers run. */
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
  controllers: [
    PostsController,
    PostImagesController,
    PostUploadsController,
    ProfilesController,
    CollectionsController,
    SeedController,
    UserModelsController,
    SearchController,
    MyTakesController,
    ModelPostsController,
  ],
  providers: [
    // The feed: published images.
    Posts,
    PostPages,
    PostUploads,
    PostViewLog,
    PostImageFiles,
    TakeRoomRights,
    PostsService,
    PostUploadsService,
    ImageSources,
    DescribeParameters,
    ExternalImages,
    PostPresenter,
    ParametersPresenter,
    LineagePresenter,
    PostDetails,
    FeedPages,
    FeedGateway,
    PostsGateway,
    OpenPosts,
    PostBroadcaster,
    PostSubject,
    ViewCounter,
    PostListener,
    PostReplays,
    PostsExporter,
    PostLinkPreviews,
    // Users' pages, follows, and collections.
    FollowsRepository,
    CollectionsRepository,
    ProfilesRepository,
    FollowsService,
    CollectionsService,
    ProfileReader,
    UserPostPages,
    FollowGateway,
    CommunityExporter,
    // Notifications about posts, follows, takes, and new versions of models.
    ModelUsageNotifier,
    FeedNotifications,
    FeedNotificationPresenter,
    VersionNotifier,
    TakeNotificationListener,
    // Search in posts, users, rooms, models, and tags.
    PostSearchIndex,
    TagsRepository,
    SearchPosts,
    SearchTags,
    PostResults,
    SearchPresenter,
    Suggestions,
    PostIndexer,
    // The user's own takes and prompts.
    MyTakeRooms,
    TakePublishedBroadcaster,
    // What `visionary seed` adds to an instance and removes again.
    SeedRecordsRepository,
    SeedRunner,
    SeedInstance,
    RemoveSeed,
    SeedUsers,
    SeedModels,
    SeedTakes,
    SeedPosts,
    // Images made with models of the hub, and their number.
    ModelPostsRepository,
    ModelPostsService,
    ModelPostPages,
    ModelImageCounter,
    // Posts as subjects of moderation.
    ModeratedPosts,
  ],
})
export class FeedModule {}
