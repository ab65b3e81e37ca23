import type { UserView } from '@visionary/contract';
import { getCurrentScope, onScopeDispose, shallowReadonly, shallowRef } from 'vue';

interface OpenCard {
  readonly user: UserView;
  /** What was pressed: the card stands beside it and gives the focus back to it. */
  readonly anchor: HTMLElement;
}
type Mention = (user: UserView) => void;

const card = shallowRef<OpenCard | null>(null);
const mention = shallowRef<Mention | null>(null);
const count = shallowRef(0);

/** Whose card is open, one at a time. */
export const openCard = shallowReadonly(card);
/** How a card's user is called in what is being written; null where nothing is. */
export const mentionHandler = shallowReadonly(mention);

/** Counts up with each mention from a card: whoever hides the composer shows it then. */
export const mentionCount = shallowReadonly(count);

export function mentionUser(user: UserView): void {
  count.value += 1;
  mention.value?.(user);
}

/** Opens the card of a user; the page's one host draws it. */
export function openUserCard(user: UserView, anchor: HTMLElement): void {
  card.value = { user, anchor };
}

export function closeUserCard(): void {
  card.value = null;
}

/** Whoever has a composer on the page offers to mention users in it, until the surrounding scope ends. */
export function registerMentionHandler(how: Mention): void {
  mention.value = how;
  if (!getCurrentScope()) return;
  onScopeDispose(() => {
    if (mention.value === how) mention.value = null;
  });
}
