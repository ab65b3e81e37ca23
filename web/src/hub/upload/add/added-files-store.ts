import type { DraftView, FileRejection } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { call } from '../../../shared/api/index.js';
import { toRejection } from '../../../shared/api/rejection.js';
import { t } from '../../../shared/i18n/index.js';
import { randomUuid } from '../../../shared/random-uuid.js';
import { useSessionStore } from '../../../shared/session/index.js';
import { toast } from '../../../shared/ui/index.js';
import { useDraftsStore } from '../drafts-store.js';
import { validPart } from '../form/merge-forms.js';
import { suggestedValues } from '../form/suggested-values.js';
import type { PickedFile } from '../pick/picked-files.js';
import { validateFile } from '../pick/validate-file.js';
import { useUploadsStore } from '../transfer/uploads-store.js';
import { recognizeFile } from './recognize-file.js';
import type { AddedFile } from './added-file.js';
import { publishedName } from './published-name.js';
import { uncheckedDrafts, withRestoredFiles } from './restored-files.js';
import { rowWithContentOf } from './same-files.js';
import { isWeights } from './several-files.js';
import { useSharedForm } from './shared-form.js';
import { checkpointsFirst, endsLater, isWaiting, waitEnd } from './waiting-files.js';

/** Files that are added at once: each is recognized, uploaded into a draft of its own, and published. */
export const useAddedFilesStore = defineStore('hub-added-files', () => {
  const [drafts, uploads, session] = [useDraftsStore(), useUploadsStore(), useSessionStore()];
  const files = shallowRef<readonly AddedFile[]>([]);
  const of = (id: string): AddedFile | undefined => files.value.find((one) => one.id === id);

  function patch(id: string, values: Partial<AddedFile>): void {
    files.value = files.value.map((one) => (one.id === id ? { ...one, ...values } : one));
  }

  async function add(picked: readonly PickedFile[]): Promise<void> {
    await drafts.whenLoaded();
    const ids = picked.flatMap(({ path, file }) => placeFor(path, file) ?? []);
    const rowNames = new Set(ids.map((id) => of(id)?.name));
    announceListed([...new Set(picked.map(({ path }) => path))].filter((path) => !rowNames.has(path)));
    await start(ids);
  }

  /** Recognizes files and uploads them in the order of the list. */
  async function start(ids: readonly string[]): Promise<void> {
    const isOne = ({ id }: AddedFile) => ids.includes(id);
    await Promise.all(files.value.filter((one) => isOne(one) && one.state === 'reading').map(recognize));
    for (const id of ids) await refuseCopy(id);
    const recognized = files.value.filter((one) => isOne(one) && one.state === 'recognized');
    assignVaes(recognized.filter(({ draftId }) => draftId === undefined));
    // Where one waits for a draft, so do those after it.
    let wait: Partial<AddedFile> | undefined;
    for (const { id } of checkpointsFirst(files.value.filter(isOne))) {
      const one = of(id);
      if (one?.state !== 'recognized') continue;
      if (wait && draftFor(one) === undefined) patch(id, wait);
      else wait = (await upload(id)) ?? wait;
    }
    continueLater();
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Files that wait for the rate limit start when it ends. */
  function continueLater(): void {
    clearTimeout(timer);
    const ends = files.value.flatMap(({ waitsUntil }) => waitsUntil ?? []);
    if (ends.length > 0) timer = setTimeout(() => void startWaiting(), Math.max(...ends) - Date.now());
  }
  async function startWaiting(): Promise<void> {
    const ids = files.value.filter(isWaiting).map(({ id }) => id);
    for (const id of ids) patch(id, { rejection: undefined, waitsUntil: undefined });
    if (ids.length > 0) await start(ids);
  }
  const draftCount = computed(() => drafts.list.filter(({ published }) => !published).length);
  watch(draftCount, (count, before) => void (count < before && startWaiting()));

  /**
   * Gives a file a row. One that is chosen again continues in its row, and is read again if it was refused.
   * @returns its id; undefined for a file that this page has already
   */
  function placeFor(name: string, file: File): string | undefined {
    const named = files.value.filter((one) => one.name === name);
    const row = named.find((one) => one.state === 'refused' || !(one.file || one.published));
    if (!row && named.some(({ bytes }) => bytes === file.size)) return undefined;
    const values = { name, bytes: file.size, file, state: 'reading', rejection: undefined, sameAs: undefined } as const;
    if (row) patch(row.id, values);
    else files.value = [...files.value, { id: randomUuid(), ...values }];
    return row?.id ?? files.value.at(-1)?.id;
  }

  /** The same content is uploaded once. */
  async function refuseCopy(id: string): Promise<void> {
    const added = of(id);
    if (added?.state !== 'recognized' || added.draftId !== undefined) return;
    const same = await rowWithContentOf(added, files.value);
    if (same) patch(id, { state: 'refused', sameAs: same.name, recognized: undefined });
  }

  /** Reads what a file is. Pickles and other formats are refused without sending a byte. */
  async function recognize({ id, name, file }: AddedFile): Promise<void> {
    if (!file) return;
    const startedAt = performance.now();
    const rejection = isWeights(name)
      ? await validateFile(name, file)
      : ((await validateFile(name, file)) ??
        ({ code: 'MODEL_FILE_TYPE_UNSUPPORTED', detail: { path: name } } as const));
    if (rejection) return patch(id, { state: 'refused', rejection });
    try {
      const recognized = await recognizeFile(file);
      patch(id, { state: 'recognized', recognized, seconds: (performance.now() - startedAt) / 1000 });
    } catch (error) {
      const values = refused(error);
      patch(id, { ...values, state: endsLater(values.rejection) ? 'reading' : 'refused' });
    }
  }

  /** The only VAE among the new files is used by the only checkpoint that lacks one. */
  function assignVaes(added: readonly AddedFile[]): void {
    const vaes = added.filter(({ recognized }) => recognized?.kind === 'vae');
    const used = new Set(files.value.map(({ usedById }) => usedById));
    const lacking = files.value.filter(
      ({ id, recognized, published }) => recognized?.missing.includes('vae') && !published && !used.has(id),
    );
    const [vae, checkpoint] = [vaes[0], lacking[0]];
    if (vae && checkpoint && vaes.length === 1 && lacking.length === 1) patch(vae.id, { usedById: checkpoint.id });
  }

  /** @returns what it waits for, if it does */
  async function upload(id: string): Promise<Partial<AddedFile> | undefined> {
    const added = of(id);
    if (!added?.file) return undefined;
    try {
      const draftId = draftFor(added) ?? (await drafts.create({})).id;
      patch(id, { draftId });
      await saveRecognized(draftId);
      await uploads.addFiles(draftId, [{ path: added.name, file: added.file }]);
      return undefined;
    } catch (error) {
      const values = refused(error);
      patch(id, values);
      return endsLater(values.rejection) ? values : undefined;
    }
  }

  function draftFor(added: AddedFile): string | undefined {
    const checkpoint = added.usedById === undefined ? undefined : of(added.usedById);
    return added.draftId ?? checkpoint?.draftId ?? earlierDraft(added);
  }

  /** The server knows the files of a draft before they are uploaded, so that a reload shows their rows. */
  async function saveRecognized(draftId: string): Promise<void> {
    const own = files.value.filter((one) => one.draftId === draftId);
    const recognizedFiles = own.flatMap(({ name, bytes, recognized }) =>
      recognized ? [{ path: name, bytes, recognized }] : [],
    );
    await call('setRecognizedHubDraftFiles', { params: { draftId }, body: { files: recognizedFiles } });
  }

  /** My open draft of this file, from before the page was left. It continues there. */
  function earlierDraft({ name, bytes: size }: AddedFile): string | undefined {
    const names = new Set(files.value.map((one) => one.name));
    const used = new Set(files.value.map(({ draftId }) => draftId));
    return drafts.list.find(
      (draft) =>
        !draft.published &&
        !draft.model &&
        !used.has(draft.id) &&
        !drafts.leaving.has(draft.id) &&
        draft.files.every(({ path }) => names.has(path)) &&
        draft.files.some(({ path, bytes }) => path === name && bytes === size),
    )?.id;
  }

  /** Uploads a recognized file that got no draft, and the VAE that follows it. What waits starts with the others. */
  async function retry(id: string): Promise<void> {
    if (files.value.some((one) => one.id === id && isWaiting(one))) return startWaiting();
    const again = files.value.filter((one) => (one.id === id || one.usedById === id) && one.rejection);
    for (const one of again) patch(one.id, { rejection: undefined, waitsUntil: undefined });
    for (const one of again.toSorted((a, b) => Number(b.id === id) - Number(a.id === id))) await upload(one.id);
  }

  /** Removes a file from the page, and its draft unless it is published. @throws Rejection */
  async function remove(id: string): Promise<void> {
    const { name, draftId, published, usedById } = of(id) ?? {};
    files.value = files.value.filter((one) => one.id !== id && (usedById !== undefined || one.usedById !== id));
    if (draftId === undefined || published) return;
    if (usedById === undefined) {
      uploads.remove(draftId);
      drafts.discard(draftId);
      await drafts.commitDiscard(draftId);
      return;
    }
    await saveRecognized(draftId);
    const fileId = drafts.of(draftId)?.files.find(({ path }) => path === name)?.id;
    if (fileId !== undefined) await drafts.removeFile(draftId, fileId);
  }

  /** Discards all that is not published. @throws Rejection */
  async function cancel(): Promise<void> {
    const owners = files.value.filter(({ usedById }) => usedById === undefined);
    await Promise.all(owners.map(({ id }) => remove(id)));
    files.value = [];
    shared.clear();
  }

  const publishable = computed(() =>
    files.value.filter(
      ({ draftId, published, usedById }) =>
        draftId !== undefined && !published && usedById === undefined && isPublishable(drafts.of(draftId)),
    ),
  );

  /** The form for what the files don't say. */
  const shared = useSharedForm(() => session.me?.id);

  /** Publishes every draft that is ready, with the form for all files. */
  async function publish(): Promise<void> {
    for (const added of publishable.value) {
      const { id, draftId = '' } = added;
      const draft = drafts.of(draftId);
      if (!draft) continue;
      const name = publishedName(added, draft);
      const values = { ...suggestedValues(draft).all, ...shared.form.value, ...draft.form, name };
      try {
        const published = await drafts.publish(draftId, () => drafts.save(draftId, validPart(values)));
        uploads.remove(draftId);
        patch(id, { published });
      } catch (error) {
        patch(id, { publishRejection: toRejection(error) });
      }
    }
    if (files.value.every(({ state, published }) => published || state === 'refused')) shared.forget();
  }

  /** Rows of earlier page loads and of other tabs. What the server has completely, but did not check, is checked. */
  function restore(): void {
    files.value = withRestoredFiles(
      files.value,
      drafts.list.filter(({ id }) => !drafts.leaving.has(id)),
      randomUuid,
    );
    for (const id of uncheckedDrafts(files.value, drafts.list)) void drafts.check(id).catch(toRejection);
  }
  watch(
    () => session.me?.id,
    () => (files.value = []),
  );
  watch([() => drafts.list, () => drafts.leaving], restore, { flush: 'sync', immediate: true });
  /** Chosen files that the server does not know yet. Closing the page loses them. */
  const unsent = computed(() =>
    files.value.filter(({ file, state, draftId }) => file && state !== 'refused' && draftId === undefined),
  );
  addEventListener('beforeunload', (event) => {
    if (unsent.value.length > 0) event.preventDefault();
  });
  return {
    files,
    of,
    add,
    retry,
    remove,
    cancel,
    shared: shared.form,
    share: shared.share,
    publish,
    publishable,
    unsent,
  };
});

/** Files that the page has already. */
function announceListed(names: readonly string[]): void {
  if (names.length === 0) return;
  toast({ text: t('addModels.alreadyListed', { names: names.join(t('upload.and')) }, names.length) });
}

/** The same files are published once. */
const isPublishable = (draft: DraftView | undefined): boolean => draft?.state === 'ready' && !draft.publishedAs;

function refused(error: unknown): Pick<AddedFile, 'rejection' | 'waitsUntil'> & { readonly rejection: FileRejection } {
  const { code, detail } = toRejection(error);
  // Connection errors on this side are shown as an unavailable server.
  const rejection = { code: code === 'TIMEOUT' || code === 'OFFLINE' ? ('UNAVAILABLE' as const) : code, detail };
  return { rejection, waitsUntil: waitEnd(rejection, Date.now()) };
}
