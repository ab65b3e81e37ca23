import type { DraftForm, DraftView } from '@visionary/contract';
import { computed, shallowRef, watch } from 'vue';
import { useDrafts } from '../drafts.store.js';
import { makeKeeper } from './make-keeper.js';
import { proposalsOf } from './proposals-of.js';
import { illegalIn, legalOf, mergeForm, missingIn, type FormField } from './merge-form.js';

/** The form of a draft as it is typed: kept on the server after every pause, the same on all my pages. */
export function useDraftForm(draft: () => DraftView) {
  const drafts = useDrafts();
  const mine = shallowRef<DraftForm>(draft().form);
  let base: DraftForm = draft().form;
  watch(draft, ({ form }) => {
    mine.value = mergeForm(mine.value, base, form);
    base = form;
  });

  /** What the files propose stands where nothing else was said. */
  const proposed = computed(() => proposalsOf(draft()));
  const shown = computed<DraftForm>(() => ({ ...proposed.value.all, ...mine.value }));
  const isRead = (name: FormField): boolean => mine.value[name] === undefined && proposed.value.read.includes(name);
  const illegal = computed(() => illegalIn(shown.value));
  const missing = computed(() => missingIn(shown.value, draft().model !== undefined));

  const keeper = makeKeeper(
    () => legalOf(mine.value),
    (form) => drafts.save(draft().id, form),
  );
  function set<N extends FormField>(name: N, value: DraftForm[N]): void {
    const { [name]: _before, ...rest } = mine.value;
    mine.value = value === undefined ? rest : { ...rest, [name]: value };
    keeper.typed();
  }
  /** Everything as it is shown, so that what is published is what was seen. @throws Refused */
  const keepAll = (): Promise<void> => keeper.keep(legalOf(shown.value));
  return { shown, isRead, illegal, missing, set, keepAll, keeping: keeper.state, refused: keeper.refused };
}

export type DraftFormHands = ReturnType<typeof useDraftForm>;
