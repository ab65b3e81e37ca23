/** Control characters, which could move the cursor, change colors, or set the title, and those that turn the direction of text. */
const CONTROLS = /[\p{Cc}\u{202a}-\u{202e}\u{2066}-\u{2069}]+/gu;

/** Words of others as a terminal may show them: on one line, without control sequences. */
export const plainText = (text: string): string => text.replace(CONTROLS, ' ');
