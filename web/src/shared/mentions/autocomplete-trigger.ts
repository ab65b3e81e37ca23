/** Detects a command or mention before the cursor. `from` is where the insertion starts. */
export interface AutocompleteTrigger {
  readonly kind: 'slash' | 'mention';
  readonly from: number;
  readonly search: string;
}

const SLASH = /^\/([a-z]*)$/iu;
/** Not inside an email address: the sign must not follow a word character. */
const MENTION = /(?:^|[^\w.@/])@([^\s@<>]{0,32})$/u;
/** A name may contain spaces; the menu continues across one. */
const MENTION_OF_TWO = /(?:^|[^\w.@/])@([^\s@<>]{1,20} [^\s@<>]{0,20})$/u;

export function autocompleteTrigger(before: string): AutocompleteTrigger | null {
  const slash = SLASH.exec(before);
  if (slash) return { kind: 'slash', from: 0, search: slash[1] ?? '' };
  const tail = before.slice(-50);
  const mention = MENTION.exec(tail) ?? MENTION_OF_TWO.exec(tail);
  if (!mention) return null;
  const search = mention[1] ?? '';
  return { kind: 'mention', from: before.length - search.length - 1, search };
}
