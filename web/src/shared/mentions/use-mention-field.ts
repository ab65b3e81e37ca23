import type { UserView } from '@visionary/contract';
import { computed, nextTick, shallowRef, useId, type Ref, type ShallowRef } from 'vue';
import { latestUser } from '../users/index.js';
import { cachedUsers } from '../users/user-cache.js';
import { mentionedByName } from './mention-text.js';
import { useSuggestions, type Suggestion } from './use-suggestions.js';

interface Sources {
  area: Readonly<ShallowRef<HTMLTextAreaElement | null>>;
  text: Readonly<Ref<string>>;
  set(to: string): void;
  /** Records whom a name in the text mentions. */
  addMention(name: string, userId: string): void;
  /** Undefined outside of rooms, where `@room` cannot be mentioned. */
  roomId(): string | undefined;
  /** Slash commands that the field has; none by default. */
  commands?: readonly Suggestion[];
  /** Users suggested before the server responds. */
  users(): readonly UserView[];
}

/** A text field with mentions: caret, insertion, and suggestion menu. */
export function useMentionField({ area, text, set, addMention, roomId, users, commands = [] }: Sources) {
  const menuId = useId();
  const { before, setText, insert, readInput: readText, listeners } = useCaret({ area, text, set });
  const suggestions = useSuggestions({ before: () => before.value, roomId, users, commands, addMention });
  const { items, chosen, from, dismiss } = suggestions;
  const open = computed(() => items.value.length > 0);

  /** A pasted name, or one typed faster than the suggestions, mentions a user too whom this page has seen. Those at hand win. */
  function readInput(): void {
    readText();
    if (!text.value.includes('@')) return;
    const known = [...cachedUsers(), ...users().map(latestUser)];
    for (const { name, id } of mentionedByName(text.value, known)) addMention(name, id);
  }
  /** Inserts a suggestion in place of the typed text. @returns its key */
  async function select(at: number): Promise<string | undefined> {
    const item = items.value[at];
    if (!item || before.value === null) return undefined;
    if (item.mention) addMention(item.mention.name, item.mention.userId);
    const after = text.value.slice(before.value.length).replace(/^ /u, '');
    const start = text.value.slice(0, from.value) + item.insert;
    await setText(start + after, start.length);
    // A name and a space might start a longer name: not after a name was chosen.
    dismiss();
    return item.key;
  }
  /** Bindings of the field. */
  const attributes = computed(() => ({
    role: open.value ? 'combobox' : undefined,
    'aria-expanded': open.value || undefined,
    'aria-controls': open.value ? menuId : undefined,
    'aria-activedescendant': open.value ? `${menuId}-${chosen.value}` : undefined,
    'aria-autocomplete': 'list' as const,
  }));
  const inMenu = menuKeys(suggestions, open);
  return { menuId, items, chosen, open, insert, setText, select, readInput, inMenu, attributes, listeners };
}

/** The cursor of a field, and inserting text there. */
function useCaret({ area, text, set }: Pick<Sources, 'area' | 'text' | 'set'>) {
  const caret = shallowRef(0);
  const focused = shallowRef(false);
  /** An input method is composing: it handles keys itself. */
  const composing = shallowRef(false);
  const readCaret = (): void => void (caret.value = area.value?.selectionStart ?? 0);

  function readInput(): void {
    set(area.value?.value ?? '');
    readCaret();
  }
  async function setText(to: string, cursor: number): Promise<void> {
    set(to);
    await nextTick();
    area.value?.focus();
    area.value?.setSelectionRange(cursor, cursor);
    readCaret();
  }
  /** Inserts text at the caret, replacing the selection. */
  async function insert(label: string): Promise<void> {
    const now = text.value;
    const { selectionStart: from = now.length, selectionEnd: to = from } = area.value ?? {};
    await setText(now.slice(0, from) + label + now.slice(to), from + label.length);
  }
  const listeners = {
    ...{ select: readCaret, keyup: readCaret, click: readCaret },
    focus: () => (focused.value = true),
    blur: () => (focused.value = false),
    compositionstart: () => (composing.value = true),
    compositionend: () => (composing.value = false),
  };
  /** The text before the caret; null without focus. */
  const before = computed(() => (focused.value && !composing.value ? text.value.slice(0, caret.value) : null));
  return { before, setText, insert, readInput, listeners };
}

/** Handles a key of the menu. @returns 'take' to insert the chosen item, true if handled, false if not */
function menuKeys({ move, dismiss, isComplete }: ReturnType<typeof useSuggestions>, open: Readonly<Ref<boolean>>) {
  return ({ key }: KeyboardEvent): boolean | 'take' => {
    if (!open.value) return false;
    if (key === 'Enter' && isComplete()) return false;
    if (key === 'Enter' || key === 'Tab') return 'take';
    if (key === 'ArrowDown') move(1);
    else if (key === 'ArrowUp') move(-1);
    else if (key === 'Escape') dismiss();
    else return false;
    return true;
  };
}

/** The key belongs to an input method that is composing. */
export const isImeComposing = ({ isComposing, keyCode }: KeyboardEvent): boolean => isComposing || keyCode === 229;
