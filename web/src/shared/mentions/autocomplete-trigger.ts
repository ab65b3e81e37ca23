/** What the letters before the cursor ask for: a command, or somebody. `from` is where the answer goes in. */
export interface AutocompleteTrigger {
  readonly kind: 'slash' | 'mention';
  readonly from: number;
  readonly search: string;
}

const SLASH = /^\/([a-z]*)$/iu;
/** Not inside an address: what stands before the sign is no letter of one. */
const MENTION = /(?:^|[^\w.@/])@([^\s@<>]{0,32})$/u;
/** A name may have spaces; the menu goes on through one of them. */
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
