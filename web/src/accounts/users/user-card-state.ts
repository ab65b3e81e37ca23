import type { UserView } from '@visionary/contract';
import { getCurrentScope, onScopeDispose, shallowReadonly, shallowRef } from 'vue';

interface OpenCard {
  readonly user: UserView;
  /** The pressed element: the card opens beside it and returns the focus to it. */
  readonly anchor: HTMLElement;
}
type Mention = (user: UserView) => void;

const card = shallowRef<OpenCard | null>(null);
const mention = shallowRef<Mention | null>(null);
const count = shallowRef(0);

/** The user whose card is open; one at a time. */
export const openCard = shallowReadonly(card);
/** Inserts a mention of the user into the current composer; null without one. */
export const mentionHandler = shallowReadonly(mention);

/** Counts mentions made from cards, so that a hidden composer can open. */
export const mentionCount = shallowReadonly(count);

export function mentionUser(user: UserView): void {
  count.value += 1;
  mention.value?.(user);
}

/** Opens the card of a user; the page's only host renders it. */
export function openUserCard(user: UserView, anchor: HTMLElement): void {
  card.value = { user, anchor };
}

export function closeUserCard(): void {
  card.value = null;
}

/** Lets user cards mention users in this composer until the scope ends. */
export function registerMentionHandler(how: Mention): void {
  mention.value = how;
  if (!getCurrentScope()) return;
  onScopeDispose(() => {
    if (mention.value === how) mention.value = null;
  });
}
