import type { PersonView } from '@visionary/contract';
import { computed, shallowRef, watch } from 'vue';
import { useI18n } from 'vue-i18n';
import { usePeople } from '../../shared/people/index.js';
import { askedFor } from './asked-for.js';
import { COMMANDS } from './slash.js';
import { usePeopleAbout } from './use-people-about.js';

export interface Suggestion {
  readonly key: string;
  /** What goes in for what was typed. */
  readonly insert: string;
  readonly label: string;
  readonly about: string;
  readonly person?: PersonView;
  /** Whom it calls. */
  readonly calls?: { readonly name: string; readonly whom: string };
}

interface SuggestionSources {
  /** The text up to the cursor; null where nothing is suggested. */
  before(): string | null;
  /** Undefined outside of rooms, where there are no commands and no everybody. */
  roomId(): string | undefined;
  people(): readonly PersonView[];
  /** Somebody's whole name stands after the sign: it calls them, chosen from the menu or typed. */
  named(name: string, whom: string): void;
}

const MOST = 6;

/** What the menu over the field offers for what is being typed. */
export function useSuggestions({ before, roomId, people, named }: SuggestionSources) {
  const dismissed = shallowRef<string | null>(null);
  const chosen = shallowRef(0);
  const say = useSuggestionWords();

  const asked = computed(() => {
    const text = before();
    return text === null || text === dismissed.value ? null : askedFor(text);
  });
  const search = computed(() => (asked.value?.kind === 'mention' ? asked.value.search.toLowerCase() : null));
  const persons = usePeopleAbout({ search, roomId, near: people });
  const items = computed((): readonly Suggestion[] => {
    if (!asked.value) return [];
    const typed = asked.value.search.toLowerCase();
    const offered = persons.value.slice(0, MOST).map(say.person);
    if (roomId() === undefined) return asked.value.kind === 'slash' ? [] : offered;
    if (asked.value.kind === 'slash') return COMMANDS.filter((name) => name.startsWith(typed)).map(say.command);
    return [...offered, ...say.everybody(typed)];
  });
  watch(
    () => asked.value?.search,
    () => (chosen.value = 0),
  );
  watch(items, (now) => {
    chosen.value = Math.min(chosen.value, Math.max(0, now.length - 1));
    const whole = now.find(({ person, label }) => person && label === asked.value?.search);
    if (whole?.calls) named(whole.calls.name, whole.calls.whom);
  });

  return {
    items,
    chosen,
    /** Where in the text the answer goes in. */
    from: computed(() => asked.value?.from ?? 0),
    move: (by: 1 | -1) => (chosen.value = (chosen.value + by + items.value.length) % items.value.length),
    dismiss: () => (dismissed.value = before()),
  };
}

function useSuggestionWords() {
  const { t } = useI18n();
  const { shownName } = usePeople();
  return {
    command: (name: (typeof COMMANDS)[number]): Suggestion => ({
      key: name,
      insert: name === 'help' ? '/help' : `/${name} `,
      label: t(`compose.commands.${name}.form`),
      about: t(`compose.commands.${name}.about`),
    }),
    person(person: PersonView): Suggestion {
      const name = shownName(person);
      const calls = { name, whom: person.id };
      return { key: person.id, insert: `@${name} `, label: name, about: '', person, calls };
    },
    /** Everybody in the room, when what was typed begins like it. */
    everybody(typed: string): Suggestion[] {
      const name = t('app.everybody');
      if (!['room', name].some((word) => word.toLowerCase().startsWith(typed))) return [];
      const calls = { name, whom: 'room' };
      return [{ key: 'room', insert: `@${name} `, label: `@${name}`, about: t('compose.everybodyAbout'), calls }];
    },
  };
}
