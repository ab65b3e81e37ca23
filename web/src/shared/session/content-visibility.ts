import type { ContentRating, SensitiveContentMode } from '@visionary/contract';

/**
 * Whether a rated image is blurred for this viewer. @param sight `never` for visitors, who get only what is for
 * everyone @param isRevealed it was revealed, or is the viewer's own
 */
export const shouldBlur = (
  preference: SensitiveContentMode | 'never',
  contentRating: ContentRating,
  isRevealed: boolean,
): boolean => contentRating !== 'everyone' && (preference === 'never' || (preference !== 'show' && !isRevealed));
