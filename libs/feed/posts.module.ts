import { MyMarks } from './domain/posts/my-marks.js';
import { PostLimits } from './domain/posts/limits.js';
import { PictureFiles } from './domain/posts/picture-files.js';
import { PostAudiences } from './domain/posts/post-audiences.js';
import { PostPages } from './domain/posts/post-pages.js';
import { PostUploads } from './domain/posts/post-uploads.js';
import { Posts } from './domain/posts/posts.js';
import { Previews } from './domain/posts/previews.js';
import { RoomsOfTakes } from './domain/posts/publishing-rights.js';
import { SqlMyMarks } from './storage/posts/sql-my-marks.js';
import { SqlPostAudiences } from './storage/posts/sql-post-audiences.js';
import { SqlPostPages } from './storage/posts/sql-post-pages.js';
import { SqlPosts } from './storage/posts/sql-posts.js';
import { SqlPostUploads } from './storage/posts/sql-post-uploads.js';
import { SqlPreviews } from './storage/posts/sql-previews.js';
import { AddPost } from './usecases/posts/add-post.js';
import { AddPostUpload } from './usecases/posts/add-post-upload.js';
import { ChangePost } from './usecases/posts/change-post.js';
import { DraftPost } from './usecases/posts/draft-post.js';
import { DropPictures } from './usecases/posts/drop-pictures.js';
import { FindMentioned } from './usecases/posts/find-mentioned.js';
import { KeepPostUpload } from './usecases/posts/keep-post-upload.js';
import { PagePosts } from './usecases/posts/page-posts.js';
import { PartPosts } from './usecases/posts/part-posts.js';
import { PictureSources } from './usecases/posts/picture-sources.js';
import { PublishPost } from './usecases/posts/publish-post.js';
import { RemovePost } from './usecases/posts/remove-post.js';
import { SourceOfTake } from './usecases/posts/source-of-take.js';
import { SourceOfUpload } from './usecases/posts/source-of-upload.js';
import { TellParameters } from './usecases/posts/tell-parameters.js';
import { TracePost } from './usecases/posts/trace-post.js';
import { BlobPictureFiles } from './wire/posts/blob-picture-files.js';
import { postLimits } from './wire/posts/contract-limits.js';
import { CountNews } from './wire/posts/count-news.js';
import { CountViews } from './wire/posts/count-views.js';
import { FeedGateway } from './wire/posts/feed.gateway.js';
import { FeedPages } from './wire/posts/feed-pages.js';
import { ForeignPictures } from './wire/posts/foreign-pictures.js';
import { NewerPosts } from './wire/posts/newer-posts.js';
import { OpenPosts } from './wire/posts/open-posts.js';
import { ParameterViews } from './wire/posts/parameter-views.js';
import { PersonalPosts } from './wire/posts/personal-posts.js';
import { PostCards } from './wire/posts/post-cards.js';
import { MyPosts, PostDetails } from './wire/posts/post-details.js';
import { PostNews } from './wire/posts/post-news.js';
import { PostPicturesController } from './wire/posts/post-pictures.controller.js';
import { PostUploadsController } from './wire/posts/post-uploads.controller.js';
import { PostViews } from './wire/posts/post-views.js';
import { PostsController } from './wire/posts/posts.controller.js';
import { PostsFollowAccounts } from './wire/posts/posts-follow-accounts.js';
import { PostsGateway } from './wire/posts/posts.gateway.js';
import { PreviewMaker } from './wire/posts/preview-maker.js';
import { StandingOfPublishers } from './wire/posts/standing-of-publishers.js';
import { TakesFollowPosts } from './wire/posts/takes-follow-posts.js';
import { TreeViews } from './wire/posts/tree-views.js';
import { UploadViews } from './wire/posts/upload-views.js';

const storage = [
  { provide: Posts, useClass: SqlPosts },
  { provide: PostPages, useClass: SqlPostPages },
  { provide: PostUploads, useClass: SqlPostUploads },
  { provide: Previews, useClass: SqlPreviews },
  { provide: MyMarks, useClass: SqlMyMarks },
  { provide: PostAudiences, useClass: SqlPostAudiences },
  { provide: PictureFiles, useClass: BlobPictureFiles },
];
const rules = [
  { provide: PostLimits, useValue: postLimits },
  { provide: RoomsOfTakes, useClass: StandingOfPublishers },
];
const publishing = [
  ...[PublishPost, DraftPost, AddPost, FindMentioned],
  ...[PictureSources, SourceOfTake, SourceOfUpload, TellParameters],
];
const keeping = [ChangePost, RemovePost, PartPosts, AddPostUpload, KeepPostUpload, DropPictures];
const reading = [PagePosts, TracePost];
const files = [PreviewMaker, ForeignPictures];
const views = [PostViews, ParameterViews, TreeViews, UploadViews, PostDetails, MyPosts, FeedPages, NewerPosts];
const live = [FeedGateway, PostsGateway, OpenPosts, PostNews, CountNews, CountViews];
const following = [PostsFollowAccounts, TakesFollowPosts, PersonalPosts, PostCards];

/** The feed itself: pictures that were published. */
export const posts = {
  controllers: [PostsController, PostPicturesController, PostUploadsController],
  providers: [
    ...[...storage, ...rules],
    ...[...publishing, ...keeping, ...reading],
    ...[...files, ...views, ...live, ...following],
  ],
};
