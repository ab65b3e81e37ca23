import { HubComments } from './domain/talk/comments.js';
import { TalkLimits } from './domain/talk/limits.js';
import { Reactions } from './domain/talk/reactions.js';
import { Reviews } from './domain/talk/reviews.js';
import { Tallies } from './domain/talk/tallies.js';
import { SqlHubComments } from './storage/talk/sql-comments.js';
import { SqlReactions } from './storage/talk/sql-reactions.js';
import { SqlReviews } from './storage/talk/sql-reviews.js';
import { SqlTallies } from './storage/talk/sql-tallies.js';
import { CompleteComments } from './usecases/talk/complete-comments.js';
import { CountAgain } from './usecases/talk/count-again.js';
import { EditComment } from './usecases/talk/edit-comment.js';
import { EraseComments } from './usecases/talk/erase-comments.js';
import { ExportTalk } from './usecases/talk/export-talk.js';
import { ForgetGiven } from './usecases/talk/forget-given.js';
import { ForgetModelTalk } from './usecases/talk/forget-model-talk.js';
import { ForgetTalk } from './usecases/talk/forget-talk.js';
import { GiveEmoji } from './usecases/talk/give-emoji.js';
import { GiveReview } from './usecases/talk/give-review.js';
import { HoldModel } from './usecases/talk/hold-model.js';
import { HoldThread } from './usecases/talk/hold-thread.js';
import { PageComments } from './usecases/talk/page-comments.js';
import { PageReviews } from './usecases/talk/page-reviews.js';
import { ReactToModel } from './usecases/talk/react-to-model.js';
import { ReactToSaid } from './usecases/talk/react-to-said.js';
import { RemoveComment } from './usecases/talk/remove-comment.js';
import { SaidOfModels } from './usecases/talk/said-of-models.js';
import { SayComment } from './usecases/talk/say-comment.js';
import { SayReview } from './usecases/talk/say-review.js';
import { TakeReviewBack } from './usecases/talk/take-review-back.js';
import { CommentsGateway } from './wire/talk/comments.gateway.js';
import { talkLimits } from './wire/talk/contract-limits.js';
import { CountNews } from './wire/talk/count-news.js';
import { ModelCounts } from './wire/talk/model-counts.js';
import { LookGateway, OpenModels } from './wire/talk/open-models.js';
import { SaidViews } from './wire/talk/said-views.js';
import { SaidController } from './wire/talk/said.controller.js';
import { SeenModels } from './wire/talk/seen-models.js';
import { TalkChannel } from './wire/talk/talk-channel.js';
import { TalkFollowsPeople } from './wire/talk/talk-follows-people.js';
import { TalkNews } from './wire/talk/talk-news.js';
import { SaidGateway, TalkGateway } from './wire/talk/talk.gateway.js';

/** What people say about models: stars, comments, emoji. */
export const talk = {
  controllers: [SaidController],
  providers: [
    { provide: HubComments, useClass: SqlHubComments },
    { provide: Reviews, useClass: SqlReviews },
    { provide: Reactions, useClass: SqlReactions },
    { provide: Tallies, useClass: SqlTallies },
    { provide: TalkLimits, useValue: talkLimits },
    ...[
      HoldModel,
      HoldThread,
      GiveEmoji,
      ReactToModel,
      ReactToSaid,
      GiveReview,
      SayReview,
      TakeReviewBack,
      PageReviews,
    ],
    ...[SayComment, EditComment, RemoveComment, EraseComments, CompleteComments, PageComments, SaidOfModels],
    ...[ForgetTalk, ForgetGiven, CountAgain, ForgetModelTalk, ExportTalk],
    ...[TalkGateway, SaidGateway, CommentsGateway, LookGateway, OpenModels],
    ...[ModelCounts, SeenModels, SaidViews, TalkChannel, TalkNews, CountNews, TalkFollowsPeople],
  ],
  exports: [GiveReview, ReactToModel, SayComment, SaidOfModels],
};
