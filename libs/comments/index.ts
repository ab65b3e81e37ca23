export { CommentsModule } from './comments.module.js';
export { type Commentable, type SubjectKind, SubjectKinds } from './domain/subject-kinds.js';
export { commentsEntities } from './storage/entities.js';
export { CommentsService } from './use-cases/comments.service.js';
