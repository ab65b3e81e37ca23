import { ViewerPostState } from './domain/posts/viewer-post-state.js';
import { PostLimits } from './domain/posts/limits.js';
import { PostImageFiles } from './domain/posts/post-image-files.js';
import { PostViewLog } from './domain/posts/post-view-log.js';
import { PostPages } from './domain/posts/post-pages.js';
import { PostUploads } from './domain/posts/post-uploads.js';
import { Posts } from './domain/posts/posts.js';
import { Thumbnails } from './domain/posts/thumbnails.js';
import { TakeRoomRights } from './domain/posts/publishing-rights.js';
import { SqlViewerPostState } from './storage/posts/sql-viewer-post-state.js';
import { SqlPostViewLog } from './storage/posts/sql-post-view-log.js';
import { SqlPostPages } from './storage/posts/sql-post-pages.js';
import { SqlPosts } from './storage/posts/sql-posts.js';
import { SqlPostUploads } from './storage/posts/sql-post-uploads.js';
import { SqlPreviews } from './storage/posts/sql-previews.js';
import { AddPost } from './use-cases/posts/add-post.js';
import { AddPostUpload } from './use-cases/posts/add-post-upload.js';
import { ChangePost } from './use-cases/posts/change-post.js';
import { DraftPost } from './use-cases/posts/draft-post.js';
import { DeleteUnusedImages } from './use-cases/posts/delete-unused-images.js';
import { ResolveMentions } from './use-cases/posts/resolve-mentions.js';
import { StorePostUpload } from './use-cases/posts/store-post-upload.js';
import { PagePosts } from './use-cases/posts/page-posts.js';
import { DeletePostsOfUser } from './use-cases/posts/delete-posts-of-user.js';
import { ImageSources } from './use-cases/posts/image-sources.js';
import { PublishPost } from './use-cases/posts/publish-post.js';
import { RemovePost } from './use-cases/posts/remove-post.js';
import { SourceOfTake } from './use-cases/posts/source-of-take.js';
import { SourceOfUpload } from './use-cases/posts/source-of-upload.js';
import { DescribeParameters } from './use-cases/posts/describe-parameters.js';
import { BuildPostLineage } from './use-cases/posts/build-post-lineage.js';
import { BlobImageFiles } from './api/posts/blob-image-files.js';
import { postLimits } from './api/posts/contract-limits.js';
import { PostCountBroadcaster } from './api/posts/count-news.js';
import { ViewCounter } from './api/posts/view-counter.js';
import { FeedGateway } from './api/posts/feed.gateway.js';
import { FeedPages } from './api/posts/feed-pages.js';
import { ExternalImages } from './api/posts/external-images.js';
import { NewPostCounter } from './api/posts/new-post-counter.js';
import { OpenPosts } from './api/posts/open-posts.js';
import { ParameterViews } from './api/posts/parameter-views.js';
import { PostsExporter } from './api/posts/posts-exporter.js';
import { PostLinkPreviews } from './api/posts/post-link-previews.js';
import { MyPosts, PostDetails } from './api/posts/post-details.js';
import { PostBroadcaster } from './api/posts/post-broadcaster.js';
import { PostImagesController } from './api/posts/post-images.controller.js';
import { PostUploadsController } from './api/posts/post-uploads.controller.js';
import { PostViews } from './api/posts/post-views.js';
import { PostsController } from './api/posts/posts.controller.js';
import { PostAccountCleanup } from './api/posts/post-account-cleanup.js';
import { PostsGateway } from './api/posts/posts.gateway.js';
import { PreviewCreator } from './api/posts/preview-creator.js';
import { PublisherRoomRights } from './api/posts/publisher-room-rights.js';
import { TakeRatingSync } from './api/posts/take-rating-sync.js';
import { LineagePresenter } from './api/posts/lineage-presenter.js';
import { PostUploadPresenter } from './api/posts/post-upload-presenter.js';

const storage = [
  { provide: Posts, useClass: SqlPosts },
  { provide: PostPages, useClass: SqlPostPages },
  { provide: PostUploads, useClass: SqlPostUploads },
  { provide: Thumbnails, useClass: SqlPreviews },
  { provide: ViewerPostState, useClass: SqlViewerPostState },
  { provide: PostViewLog, useClass: SqlPostViewLog },
  { provide: PostImageFiles, useClass: BlobImageFiles },
];
const rules = [
  { provide: PostLimits, useValue: postLimits },
  { provide: TakeRoomRights, useClass: PublisherRoomRights },
];
const publishing = [
  ...[PublishPost, DraftPost, AddPost, ResolveMentions],
  ...[ImageSources, SourceOfTake, SourceOfUpload, DescribeParameters],
];
const keeping = [ChangePost, RemovePost, DeletePostsOfUser, AddPostUpload, StorePostUpload, DeleteUnusedImages];
const reading = [PagePosts, BuildPostLineage];
const files = [PreviewCreator, ExternalImages];
const views = [
  PostViews,
  ParameterViews,
  LineagePresenter,
  PostUploadPresenter,
  PostDetails,
  MyPosts,
  FeedPages,
  NewPostCounter,
];
const live = [FeedGateway, PostsGateway, OpenPosts, PostBroadcaster, PostCountBroadcaster, ViewCounter];
const following = [PostAccountCleanup, TakeRatingSync, PostsExporter, PostLinkPreviews];

/** The feed itself: images that were published. */
export const posts = {
  controllers: [PostsController, PostImagesController, PostUploadsController],
  providers: [
    ...[...storage, ...rules],
    ...[...publishing, ...keeping, ...reading],
    ...[...files, ...views, ...live, ...following],
  ],
};
