import { Caretakers } from './domain/talk/caretakers.js';
import { CommentReactions, Comments } from './domain/talk/comments.js';
import { ModelUses } from './domain/talk/model-uses.js';
import { NewFollowers } from './domain/talk/followers.js';
import { TalkLimits } from './domain/talk/limits.js';
import { Notices } from './domain/talk/notices.js';
import { PostReactions, PostTallies } from './domain/talk/post-reactions.js';
import { UntoldVersions } from './domain/talk/untold-versions.js';
import { SqlCommentReactions } from './storage/talk/sql-comment-reactions.js';
import { SqlCaretakers } from './storage/talk/sql-caretakers.js';
import { SqlComments } from './storage/talk/sql-comments.js';
import { SqlModelUses } from './storage/talk/sql-model-uses.js';
import { SqlNewFollowers } from './storage/talk/sql-new-followers.js';
import { SqlNotices } from './storage/talk/sql-notices.js';
import { SqlPostReactions } from './storage/talk/sql-post-reactions.js';
import { SqlPostTallies } from './storage/talk/sql-post-tallies.js';
import { SqlUntoldVersions } from './storage/talk/sql-untold-versions.js';
import { AddComment } from './usecases/talk/add-comment.js';
import { CompleteComments } from './usecases/talk/complete-comments.js';
import { CreditsOfHub } from './usecases/talk/credits-of-hub.js';
import { EditComment } from './usecases/talk/edit-comment.js';
import { EraseComments } from './usecases/talk/erase-comments.js';
import { ExportTalk } from './usecases/talk/export-talk.js';
import { ForgetNotices } from './usecases/talk/forget-notices.js';
import { ForgetReactions } from './usecases/talk/forget-reactions.js';
import { ForgetTalk } from './usecases/talk/forget-talk.js';
import { GatherFollows } from './usecases/talk/gather-follows.js';
import { GatherModelReactions } from './usecases/talk/gather-model-reactions.js';
import { GatherReactions } from './usecases/talk/gather-reactions.js';
import { GatherUses } from './usecases/talk/gather-uses.js';
import { HoldCompany } from './usecases/talk/hold-company.js';
import { HoldThread } from './usecases/talk/hold-thread.js';
import { MayTidy } from './usecases/talk/may-tidy.js';
import { NoteVersions } from './usecases/talk/note-versions.js';
import { PageComments } from './usecases/talk/page-comments.js';
import { ReactToComment } from './usecases/talk/react-to-comment.js';
import { ReactToPost } from './usecases/talk/react-to-post.js';
import { ReadNotices } from './usecases/talk/read-notices.js';
import { RecountReactions } from './usecases/talk/recount-reactions.js';
import { RemoveComment } from './usecases/talk/remove-comment.js';
import { SayComment } from './usecases/talk/say-comment.js';
import { SeeNotices } from './usecases/talk/see-notices.js';
import { TellMakers } from './usecases/talk/tell-makers.js';
import { TellOfComments } from './usecases/talk/tell-of-comments.js';
import { TellOfModels } from './usecases/talk/tell-of-models.js';
import { TellOfPosts } from './usecases/talk/tell-of-posts.js';
import { TellOfTakes } from './usecases/talk/tell-of-takes.js';
import { TellOfVersions, WantVersions } from './usecases/talk/tell-of-versions.js';
import { TellOfSetAside } from './usecases/talk/tell-of-set-aside.js';
import { TellPeople } from './usecases/talk/tell-people.js';
import { CommentChannel } from './wire/talk/comment-channel.js';
import { CommentNews } from './wire/talk/comment-news.js';
import { CommentPages } from './wire/talk/comment-pages.js';
import { CommentViews } from './wire/talk/comment-views.js';
import { CommentsController } from './wire/talk/comments.controller.js';
import { CommentsGateway } from './wire/talk/comments.gateway.js';
import { talkLimits } from './wire/talk/contract-limits.js';
import { NoticeNews } from './wire/talk/notice-news.js';
import { PartWithPeople } from './wire/talk/part-with-people.js';
import { RecountWhenPeoplePart } from './wire/talk/recount-when-people-part.js';
import { TalkGateway } from './wire/talk/talk.gateway.js';
import { TellOfVersionsLater } from './wire/talk/tell-of-versions-later.js';
import { TellWhenModelsMove } from './wire/talk/tell-when-models-move.js';
import { TellWhenTakesEnd } from './wire/talk/tell-when-takes-end.js';
import { TellWhenThingsHappen } from './wire/talk/tell-when-things-happen.js';

/** What people say and feel about pictures, and what others are told of it. */
export const talk = {
  controllers: [CommentsController],
  providers: [
    { provide: Comments, useClass: SqlComments },
    { provide: CommentReactions, useClass: SqlCommentReactions },
    { provide: PostReactions, useClass: SqlPostReactions },
    { provide: PostTallies, useClass: SqlPostTallies },
    { provide: Notices, useClass: SqlNotices },
    { provide: NewFollowers, useClass: SqlNewFollowers },
    { provide: UntoldVersions, useClass: SqlUntoldVersions },
    { provide: ModelUses, useClass: SqlModelUses },
    { provide: Caretakers, useClass: SqlCaretakers },
    { provide: TalkLimits, useValue: talkLimits },
    ...[HoldCompany, HoldThread, MayTidy, ReactToPost, ReactToComment],
    ...[SayComment, AddComment, EditComment, RemoveComment, EraseComments, CompleteComments, PageComments],
    ...[
      TellPeople,
      TellOfComments,
      TellOfPosts,
      TellOfTakes,
      TellOfModels,
      TellOfVersions,
      WantVersions,
      NoteVersions,
      TellOfSetAside,
      GatherModelReactions,
      GatherReactions,
      RecountReactions,
      GatherFollows,
      TellMakers,
      CreditsOfHub,
      GatherUses,
      ReadNotices,
      SeeNotices,
    ],
    ...[ForgetTalk, ForgetReactions, ForgetNotices, ExportTalk],
    ...[TalkGateway, CommentsGateway, CommentPages, CommentViews, CommentChannel, CommentNews, NoticeNews],
    ...[
      TellWhenThingsHappen,
      TellWhenModelsMove,
      TellOfVersionsLater,
      TellWhenTakesEnd,
      PartWithPeople,
      RecountWhenPeoplePart,
    ],
  ],
};
