import { z } from 'zod';
import { command, Done } from './command.js';
import { EditComment, RemoveComment } from './comments.js';
import { HubCounts } from './hub-views.js';
import {
  AboutHubModel,
  GiveReview,
  HubCommentView,
  ReactToModel,
  ReactToSaid,
  ReviewView,
  SayOfModel,
} from './hub-talk.js';
import { EmojiCount } from './posts.js';

/** What people do with models others share. */
export const HUB_COMMANDS = {
  'hub.open': command(
    'nothing',
    AboutHubModel,
    z.strictObject({ counts: HubCounts }),
    'One model: hub.changed, hub.counted, hub.commented and hub.reviewed follow until hub.close',
  ),
  'hub.close': command('nothing', AboutHubModel, Done, 'No more news of this model'),
  'hub.react': command(
    'self',
    ReactToModel,
    z.strictObject({ counts: HubCounts, mine: z.array(z.string()) }),
    'Give a model an emoji or take it back',
  ),
  'hub.review': command(
    'self',
    GiveReview,
    z.strictObject({ review: ReviewView }),
    'Stars and words; again changes them',
  ),
  'hub.removeReview': command('self', AboutHubModel, Done, 'Take my review back', { staysOpen: true }),
  'hub.comment': command(
    'self',
    SayOfModel,
    z.strictObject({ comment: HubCommentView }),
    'Say something about a model; idempotent by clientId',
  ),
  'hub.editComment': command(
    'self',
    EditComment,
    z.strictObject({ comment: HubCommentView }),
    'Say it otherwise; only the author',
  ),
  'hub.removeComment': command('self', RemoveComment, Done, 'The author, the maker of the model, a moderator', {
    staysOpen: true,
  }),
  'hub.reactToSaid': command(
    'self',
    ReactToSaid,
    z.strictObject({ reactions: z.array(EmojiCount) }),
    'An emoji for a comment or a review, given or taken back',
  ),
} as const;
