import { CommentReactionsRepository } from './storage/comments/comment-reactions.repository.js';
import { CommentsRepository } from './storage/comments/comments.repository.js';
import { StaffRepository } from './storage/comments/staff.repository.js';
import { CommentAccountHandler } from './use-cases/comments/comment-account-handler.js';
import { CommentReader } from './use-cases/comments/comment-reader.js';
import { CommentsService } from './use-cases/comments/comments.service.js';
import { CommentBroadcaster } from './api/comments/comment-broadcaster.js';
import { CommentPages } from './api/comments/comment-pages.js';
import { CommentsController } from './api/comments/comments.controller.js';
import { CommentsGateway } from './api/comments/comments.gateway.js';

/** Comments on posts and reactions to them. */
export const comments = {
  controllers: [CommentsController],
  providers: [
    CommentsRepository,
    CommentReactionsRepository,
    StaffRepository,
    CommentsService,
    CommentReader,
    CommentsGateway,
    CommentPages,
    CommentBroadcaster,
    CommentAccountHandler,
  ],
};
