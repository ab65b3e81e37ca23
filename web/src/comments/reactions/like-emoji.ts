/** The emoji of a like, whose count is shown below an image in the feed. */
export const LIKE_EMOJI = '❤️';
