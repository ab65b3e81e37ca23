export { CommentsModule } from './comments.module.js';
export { ReactionsChanged, ReactionsDeleted } from './domain/events.js';
export { HEART, type NamedReaction, requireEmoji, requireEmojiLimit, type StoredReaction } from './domain/reaction.js';
export { type Commentable, type CountChange, type SubjectKind, SubjectKinds } from './domain/subject-kinds.js';
export { commentsEntities } from './storage/entities.js';
export { ReactionsRepository } from './storage/reactions.repository.js';
export { CommentsService } from './use-cases/comments.service.js';
export { ReactionsService } from './use-cases/reactions.service.js';
