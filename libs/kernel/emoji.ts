/** One emoji as users see it, however many code points it takes: skin tones, flags, families, keycaps. */
export const isEmoji = (text: string): boolean => /^\p{RGI_Emoji}$/v.test(text);
