/** What a like gives: the emoji whose count stands beneath a picture in the feed. */
export const HEART = '❤️';
