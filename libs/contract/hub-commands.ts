import { z } from 'zod';
import { command, EmptyReply } from './command.js';
import { HubCounts } from './hub-views.js';
import { HubModelRef, SetReview, ReactToModel, ReactToFeedback, ReviewView } from './hub-feedback.js';
import { EmojiCount } from './posts.js';

/** Commands on hub models. */
export const HUB_COMMANDS = {
  'hub.openModel': command(
    'nothing',
    HubModelRef,
    z.strictObject({ counts: HubCounts }),
    'Subscribe to a model: hub.modelChanged, hub.countsChanged, hub.reviewChanged and comments.changed follow until hub.closeModel',
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
  'hub.reactToFeedback': command(
    'self',
    ReactToFeedback,
    z.strictObject({ reactions: z.array(EmojiCount) }),
    'Add or remove a reaction to a review',
  ),
} as const;
