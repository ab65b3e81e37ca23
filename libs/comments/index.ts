export { CommentsModule } from './comments.module.js';
export type { StoredComment } from './domain/comment.js';
export { CommentAdded, CommentEdited, CommentsRemoved } from './domain/events.js';
export { type Commentable, type SubjectKind, SubjectKinds } from './domain/subject-kinds.js';
export { commentsEntities } from './storage/entities.js';
export { CommentsService } from './use-cases/comments.service.js';
