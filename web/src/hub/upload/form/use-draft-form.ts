import type { DraftForm, DraftView } from '@visionary/contract';
import { computed, shallowRef, watch } from 'vue';
import { useDraftsStore } from '../drafts-store.js';
import type { AddedFile } from '../add/added-file.js';
import { useAddedFilesStore } from '../add/added-files-store.js';
import { useAutosave } from './use-autosave.js';
import { suggestedValues } from './suggested-values.js';
import { invalidFields, validPart, mergeForms, missingFields, type FormField } from './merge-forms.js';

/** The form of a draft: saved after each pause in typing and synchronized between tabs. */
export function useDraftForm(draft: () => DraftView) {
  const [drafts, added] = [useDraftsStore(), useAddedFilesStore()];
  const edited = shallowRef<DraftForm>(draft().form);
  let base: DraftForm = draft().form;
  watch(draft, ({ form }) => {
    edited.value = mergeForms(edited.value, base, form);
    base = form;
  });

  /** Empty fields show the values suggested by the files. */
  const suggested = computed(() => suggestedValues(draft()));
  const isOfDraft = ({ draftId }: AddedFile): boolean => draftId === draft().id;
  /** What was entered for all files of the page Add models. */
  const sharedForm = (): DraftForm => (added.files.some(isOfDraft) ? validPart(added.shared) : {});
  const visible = computed<DraftForm>(() => ({ ...suggested.value.all, ...sharedForm(), ...edited.value }));
  const isRead = (name: FormField): boolean => edited.value[name] === undefined && suggested.value.read.includes(name);
  const illegal = computed(() => invalidFields(visible.value));
  const missing = computed(() => missingFields(visible.value, draft().model !== undefined));

  const autosave = useAutosave(
    () => validPart(edited.value),
    (form) => drafts.save(draft().id, form),
  );
  function set<N extends FormField>(name: N, value: DraftForm[N]): void {
    const { [name]: _before, ...rest } = edited.value;
    edited.value = value === undefined ? rest : { ...rest, [name]: value };
    autosave.markUnsaved();
  }
  /** Saves all shown values, so that what is published is what the user saw. @throws Rejection */
  const saveAll = (): Promise<void> => autosave.save(validPart(visible.value));
  return { visible, isRead, illegal, missing, set, saveAll, saveState: autosave.state, rejection: autosave.rejection };
}

export type DraftFormControls = ReturnType<typeof useDraftForm>;
