import type { DraftForm, DraftView } from '@visionary/contract';
import { computed, shallowRef, watch } from 'vue';
import { useDraftsStore } from '../drafts-store.js';
import { useAutosave } from './use-autosave.js';
import { suggestedValues } from './suggested-values.js';
import { invalidFields, validPart, mergeForms, missingFields, type FormField } from './merge-forms.js';

/** The form of a draft as it is typed: kept on the server after every pause, the same on all my pages. */
export function useDraftForm(draft: () => DraftView) {
  const drafts = useDraftsStore();
  const mine = shallowRef<DraftForm>(draft().form);
  let base: DraftForm = draft().form;
  watch(draft, ({ form }) => {
    mine.value = mergeForms(mine.value, base, form);
    base = form;
  });

  /** What the files propose stands where nothing else was said. */
  const proposed = computed(() => suggestedValues(draft()));
  const shown = computed<DraftForm>(() => ({ ...proposed.value.all, ...mine.value }));
  const isRead = (name: FormField): boolean => mine.value[name] === undefined && proposed.value.read.includes(name);
  const illegal = computed(() => invalidFields(shown.value));
  const missing = computed(() => missingFields(shown.value, draft().model !== undefined));

  const keeper = useAutosave(
    () => validPart(mine.value),
    (form) => drafts.save(draft().id, form),
  );
  function set<N extends FormField>(name: N, value: DraftForm[N]): void {
    const { [name]: _before, ...rest } = mine.value;
    mine.value = value === undefined ? rest : { ...rest, [name]: value };
    keeper.typed();
  }
  /** Everything as it is shown, so that what is published is what was seen. @throws Refused */
  const keepAll = (): Promise<void> => keeper.keep(validPart(shown.value));
  return { shown, isRead, illegal, missing, set, keepAll, keeping: keeper.state, rejection: keeper.rejection };
}

export type DraftFormControls = ReturnType<typeof useDraftForm>;
