import { z } from 'zod';
import { command, EmptyReply } from './command.js';
import { EditComment, DeleteComment } from './comments.js';
import { HubCounts } from './hub-views.js';
import {
  HubModelRef,
  SetReview,
  HubCommentView,
  ReactToModel,
  ReactToFeedback,
  ReviewView,
  AddModelComment,
} from './hub-feedback.js';
import { EmojiCount } from './posts.js';

/** Commands on hub models. */
export const HUB_COMMANDS = {
  'hub.openModel': command(
    'nothing',
    HubModelRef,
    z.strictObject({ counts: HubCounts }),
    'Subscribe to a model: hub.modelChanged, hub.countsChanged, hub.commentChanged and hub.reviewChanged follow until hub.closeModel',
  ),
  'hub.closeModel': command('nothing', HubModelRef, EmptyReply, 'Unsubscribe from this model'),
  'hub.reactToModel': command(
    'self',
    ReactToModel,
    z.strictObject({ counts: HubCounts, myReactions: z.array(z.string()) }),
    'Add or remove a reaction to a model',
  ),
  'hub.setReview': command(
    'self',
    SetReview,
    z.strictObject({ review: ReviewView }),
    'Add or replace my review of a model',
  ),
  'hub.deleteReview': command('self', HubModelRef, EmptyReply, 'Delete my review', { allowedWhenMuted: true }),
  'hub.addComment': command(
    'self',
    AddModelComment,
    z.strictObject({ comment: HubCommentView }),
    'Comment on a model; idempotent by clientId',
  ),
  'hub.editComment': command(
    'self',
    EditComment,
    z.strictObject({ comment: HubCommentView }),
    'Edit a comment; only the author',
  ),
  'hub.deleteComment': command(
    'self',
    DeleteComment,
    EmptyReply,
    'Delete a comment; the author, the creator of the model, or a moderator',
    {
      allowedWhenMuted: true,
    },
  ),
  'hub.reactToFeedback': command(
    'self',
    ReactToFeedback,
    z.strictObject({ reactions: z.array(EmojiCount) }),
    'Add or remove a reaction to a comment or review',
  ),
} as const;
