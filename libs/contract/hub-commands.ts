import { z } from 'zod';
import { command, EmptyReply } from './command.js';
import { HubCounts } from './hub-views.js';
import { HubModelRef, SetReview, ReviewView } from './hub-feedback.js';

/** Commands on hub models. */
export const HUB_COMMANDS = {
  'hub.openModel': command(
    'nothing',
    HubModelRef,
    z.strictObject({ counts: HubCounts }),
    'Subscribe to a model: hub.modelChanged, hub.countsChanged, hub.reviewChanged and comments.changed follow until hub.closeModel',
  ),
  'hub.closeModel': command('nothing', HubModelRef, EmptyReply, 'Unsubscribe from this model'),
  'hub.setReview': command(
    'self',
    SetReview,
    z.strictObject({ review: ReviewView }),
    'Add or replace my review of a model',
  ),
  'hub.deleteReview': command('self', HubModelRef, EmptyReply, 'Delete my review', { allowedWhenMuted: true }),
} as const;
