import type { PersonView } from '@visionary/contract';
import { getCurrentScope, onScopeDispose, shallowReadonly, shallowRef } from 'vue';

interface CardShown {
  readonly person: PersonView;
  /** What was pressed: the card stands beside it and gives the focus back to it. */
  readonly beside: HTMLElement;
}
type Mention = (person: PersonView) => void;

const shown = shallowRef<CardShown | null>(null);
const mention = shallowRef<Mention | null>(null);
const count = shallowRef(0);

/** Whose card is open, one at a time. */
export const shownCard = shallowReadonly(shown);
/** How a card's person is called in what is being written; null where nothing is. */
export const mentionNow = shallowReadonly(mention);

/** Counts up with each mention from a card: whoever hides the composer shows it then. */
export const mentionsMade = shallowReadonly(count);

export function mentionFromCard(person: PersonView): void {
  count.value += 1;
  mention.value?.(person);
}

/** Opens the card of a person; the page's one host draws it. */
export function showPersonCard(person: PersonView, beside: HTMLElement): void {
  shown.value = { person, beside };
}

export function closePersonCard(): void {
  shown.value = null;
}

/** Whoever has a composer on the page offers to mention people in it, until the surrounding scope ends. */
export function offerMention(how: Mention): void {
  mention.value = how;
  if (!getCurrentScope()) return;
  onScopeDispose(() => {
    if (mention.value === how) mention.value = null;
  });
}
