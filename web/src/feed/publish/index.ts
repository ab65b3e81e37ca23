import type { PostView, TakeView } from '@visionary/contract';
import { randomUuid } from '../../shared/random-uuid.js';
import { openDeleteDialog, openPublishDialog } from './publish-state.js';

/** Opens the dialog that publishes an image of a finished take. */
export const publishTake = (take: TakeView, index: number): void =>
  openPublishDialog({ kind: 'take', take, index, clientId: randomUuid() });
/** Opens it for an image made elsewhere. */
export const publishFile = (file: File): void => openPublishDialog({ kind: 'file', file, clientId: randomUuid() });
/** Opens the edit dialog of a post. */
export const editPost = (post: PostView): void => openPublishDialog({ kind: 'post', post });
/** Asks for confirmation, then deletes the post. */
export const removePost = (post: PostView): void => openDeleteDialog(post);
