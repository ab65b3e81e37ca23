import { Module } from '@nestjs/common';
import { AccountsModule } from '@visionary/accounts';
import { NotificationsModule } from '@visionary/notifications';
import { SafetyModule } from '@visionary/safety';
import { SubjectKinds } from './domain/subject-kinds.js';
import { CommentMentionLimit } from './storage/comment-mention-limit.js';
import { CommentsRepository } from './storage/comments.repository.js';
import { ReactionsRepository } from './storage/reactions.repository.js';
import { CommentAccountHandler } from './use-cases/comment-account-handler.js';
import { CommentReader } from './use-cases/comment-reader.js';
import { CommentsService } from './use-cases/comments.service.js';
import { MentionAudience } from './use-cases/mention-audience.js';
import { ModeratedComments } from './use-cases/moderated-comments.js';
import { ReactionsService } from './use-cases/reactions.service.js';
import { CommentBroadcaster } from './api/comment-broadcaster.js';
import { CommentPages } from './api/comment-pages.js';
import { CommentsController } from './api/comments.controller.js';
import { CommentsGateway } from './api/comments.gateway.js';

/** Comments and reactions. Other slices register what can be commented on. */
@Module({
  imports: [AccountsModule, NotificationsModule, SafetyModule],
  controllers: [CommentsController],
  providers: [
    SubjectKinds,
    CommentMentionLimit,
    CommentsRepository,
    ReactionsRepository,
    CommentsService,
    CommentReader,
    MentionAudience,
    ReactionsService,
    ModeratedComments,
    CommentAccountHandler,
    CommentsGateway,
    CommentPages,
    CommentBroadcaster,
  ],
  exports: [SubjectKinds, CommentsService, ReactionsService, ReactionsRepository],
})
export class CommentsModule {}
