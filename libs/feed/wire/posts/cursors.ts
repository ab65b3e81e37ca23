import { readCursor } from '@visionary/kernel';
import type { PostPlace } from '../../domain/posts/post-pages.js';

export const cursorOf = (place: PostPlace | null): string | null => place && `${place.value}_${place.id}`;

/** @throws Rejection INVALID for a cursor that is none of ours */
export const placeIn = (cursor: string | undefined): PostPlace | null => readCursor(cursor);
