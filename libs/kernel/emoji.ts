/** Whether a text is exactly one emoji (RGI set), of any number of code points: skin tones, flags, families, keycaps. */
export const isEmoji = (text: string): boolean => /^\p{RGI_Emoji}$/v.test(text);
