import { PostImageFiles } from './storage/posts/post-image-files.js';
import { TakeRoomRights } from './use-cases/posts/take-room-rights.js';
import { Posts } from './storage/posts/posts.repository.js';
import { DescribeParameters } from './use-cases/posts/describe-parameters.js';
import { ImageSources } from './use-cases/posts/image-sources.js';
import { PostListener } from './use-cases/posts/post-listener.js';
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
import { ThumbnailCreator } from './storage/posts/thumbnail-creator.js';
import { ViewCounter } from './api/posts/view-counter.js';
import { PostPages } from './storage/posts/sql-post-pages.js';
import { PostUploads } from './storage/posts/sql-post-uploads.js';
import { PostViewLog } from './storage/posts/sql-post-view-log.js';
import { Thumbnails } from './storage/posts/sql-thumbnails.js';
import { ViewerPostState } from './storage/posts/sql-viewer-post-state.js';

/** The feed: published images. */
export const posts = {
  controllers: [PostsController, PostImagesController, PostUploadsController],
  providers: [
    Posts,
    PostPages,
    PostUploads,
    Thumbnails,
    ViewerPostState,
    PostViewLog,
    PostImageFiles,
    TakeRoomRights,
    PostsService,
    PostUploadsService,
    ImageSources,
    DescribeParameters,
    ThumbnailCreator,
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
    PostsExporter,
    PostLinkPreviews,
  ],
};
