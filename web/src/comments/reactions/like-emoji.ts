/** What a like gives: the emoji whose count stands beneath an image in the feed. */
export const LIKE_EMOJI = '❤️';
