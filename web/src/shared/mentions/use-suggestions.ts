import type { UserView } from '@visionary/contract';
import { computed, shallowRef, watch } from 'vue';
import { displayName } from '../users/index.js';
import { autocompleteTrigger } from './autocomplete-trigger.js';
import { useMentionCandidates } from './use-mention-candidates.js';
import { t } from '../i18n/index.js';

export interface Suggestion {
  readonly key: string;
  /** The text to insert. */
  readonly insert: string;
  readonly label: string;
  readonly about: string;
  readonly user?: UserView;
  /** The mention that it adds. */
  readonly mention?: { readonly name: string; readonly userId: string };
}

interface SuggestionSources {
  /** The text up to the cursor; null disables suggestions. */
  before(): string | null;
  /** Undefined outside of rooms, where `@room` cannot be mentioned. */
  roomId(): string | undefined;
  /** Slash commands that the field has. */
  commands: readonly Suggestion[];
  users(): readonly UserView[];
  /** The typed or chosen text is a complete name: it becomes a mention. */
  addMention(name: string, userId: string): void;
}

const MAX_SUGGESTIONS = 6;

/** The suggestions for the text that is being typed. */
export function useSuggestions({ before, roomId, users, commands, addMention }: SuggestionSources) {
  const dismissed = shallowRef<string | null>(null);
  const chosen = shallowRef(0);
  const texts = useSuggestionTexts();

  const trigger = computed(() => {
    const text = before();
    return text === null || text === dismissed.value ? null : autocompleteTrigger(text);
  });
  const search = computed(() => (trigger.value?.kind === 'mention' ? trigger.value.search.toLowerCase() : null));
  const { candidates, exact } = useMentionCandidates({ search, roomId, suggestedUsers: users });
  const items = computed((): readonly Suggestion[] => {
    if (!trigger.value) return [];
    const typed = trigger.value.search.toLowerCase();
    const offered = candidates.value.slice(0, MAX_SUGGESTIONS).map(texts.user);
    if (trigger.value.kind === 'slash') return commands.filter(({ key }) => key.startsWith(typed));
    if (roomId() === undefined) return offered;
    return [...offered, ...texts.room(typed)];
  });
  watch(
    () => trigger.value?.search,
    () => (chosen.value = 0),
  );
  watch(items, (now) => {
    chosen.value = Math.min(chosen.value, Math.max(0, now.length - 1));
  });
  // The name as it was typed becomes the mention.
  watch([exact, () => trigger.value?.search], ([user, typed]) => {
    if (user && typed) addMention(typed, user.id);
  });

  return {
    items,
    chosen,
    /** Where the insertion starts in the text. */
    from: computed(() => trigger.value?.from ?? 0),
    /** The chosen name is there already: there is nothing to insert. */
    isComplete: (): boolean => {
      const { mention, insert } = items.value[chosen.value] ?? {};
      const typed = before()?.slice(trigger.value?.from ?? 0);
      return mention !== undefined && `${typed} `.toLowerCase() === insert?.toLowerCase();
    },
    move: (by: 1 | -1) => (chosen.value = (chosen.value + by + items.value.length) % items.value.length),
    dismiss: () => (dismissed.value = before()),
  };
}

function useSuggestionTexts() {
  return {
    user(user: UserView): Suggestion {
      const name = displayName(user);
      const mention = { name, userId: user.id };
      return { key: user.id, insert: `@${name} `, label: name, about: '', user, mention };
    },
    /** Suggests `@room` if the typed text is a prefix of it. */
    room(typed: string): Suggestion[] {
      const name = t('app.everyone');
      if (!['room', name].some((word) => word.toLowerCase().startsWith(typed))) return [];
      const mention = { name, userId: 'room' };
      return [{ key: 'room', insert: `@${name} `, label: `@${name}`, about: t('composer.everyoneAbout'), mention }];
    },
  };
}
