import type { PostView, TakeView } from '@visionary/contract';
import { freshId } from '../../shared/fresh-id.js';
import { askToRemove, begin } from './publishing.js';

/** Opens the dialog that publishes a picture of a finished take. */
export const publishTake = (take: TakeView, index: number): void =>
  begin({ kind: 'take', take, index, clientId: freshId() });
/** Opens it for a picture made elsewhere. */
export const publishFile = (file: File): void => begin({ kind: 'file', file, clientId: freshId() });
/** Opens it for what was published: title, words, tags and the like. */
export const editPost = (post: PostView): void => begin({ kind: 'post', post });
/** Asks, and takes it out of the feed. */
export const removePost = (post: PostView): void => askToRemove(post);
