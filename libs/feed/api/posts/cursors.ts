import { readCursor as parseCursor } from '@visionary/kernel';
import type { PostCursor } from '../../domain/posts/post-pages.js';

export const cursorOf = (place: PostCursor | null): string | null => place && `${place.value}_${place.id}`;

/** @throws Rejection INVALID for a cursor that is none of ours */
export const readCursor = (cursor: string | undefined): PostCursor | null => parseCursor(cursor);
