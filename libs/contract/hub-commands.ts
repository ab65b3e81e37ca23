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

/** What users do with models others share. */
export const HUB_COMMANDS = {
  'hub.openModel': command(
    'nothing',
    HubModelRef,
    z.strictObject({ counts: HubCounts }),
    'One model: hub.changed, hub.counted, hub.commented and hub.reviewed follow until hub.close',
  ),
  'hub.closeModel': command('nothing', HubModelRef, EmptyReply, 'No more news of this model'),
  'hub.reactToModel': command(
    'self',
    ReactToModel,
    z.strictObject({ counts: HubCounts, myReactions: z.array(z.string()) }),
    'Give a model an emoji or take it back',
  ),
  'hub.setReview': command(
    'self',
    SetReview,
    z.strictObject({ review: ReviewView }),
    'Stars and words; again changes them',
  ),
  'hub.deleteReview': command('self', HubModelRef, EmptyReply, 'Take my review back', { allowedWhenMuted: true }),
  'hub.addComment': command(
    'self',
    AddModelComment,
    z.strictObject({ comment: HubCommentView }),
    'Say something about a model; idempotent by clientId',
  ),
  'hub.editComment': command(
    'self',
    EditComment,
    z.strictObject({ comment: HubCommentView }),
    'Say it otherwise; only the author',
  ),
  'hub.deleteComment': command('self', DeleteComment, EmptyReply, 'The author, the maker of the model, a moderator', {
    allowedWhenMuted: true,
  }),
  'hub.reactToFeedback': command(
    'self',
    ReactToFeedback,
    z.strictObject({ reactions: z.array(EmojiCount) }),
    'An emoji for a comment or a review, given or taken back',
  ),
} as const;
