import type { CaseDetail, Decide, DecideAppeal } from '@visionary/contract';
import { onScopeDispose, shallowRef, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { useQuery } from '../../shared/query/index.js';
import { useModerationQueueStore } from '../moderation-queue-store.js';

/** Unsent texts to authors by case, kept while other cases are viewed. */
const drafts = new Map<string, string>();

/** One case and its commands, until the surrounding scope ends. */
export function useCase(caseId: () => string) {
  const moderationQueue = useModerationQueueStore();
  const {
    data: detail,
    rejection,
    load,
    set,
    clear,
  } = useQuery(() => call('safetyCase', { params: { caseId: caseId() } }), { on: () => moderationQueue.subscriptions });
  /** Only if it is still the viewed case. */
  const show = (found: CaseDetail): void => void (found.case.id === caseId() && set(found));
  const text = shallowRef(drafts.get(caseId()) ?? '');
  const of = () => ({ params: { caseId: caseId() } });
  const claim = async () => show(await call('claimCase', of()));
  const release = async () => show(await call('releaseCase', of()));

  /** @throws Rejection; a case that changed meanwhile is reloaded, and the text stays */
  async function decide(matches: Omit<Decide, 'changedAt'>): Promise<void> {
    const decidedId = caseId();
    const body = { ...matches, changedAt: detail.value?.case.changedAt ?? 0 };
    const found = await call('decideCase', { ...of(), body }).finally(() => void load());
    drafts.delete(decidedId);
    if (caseId() === decidedId) text.value = '';
    show(found);
  }
  /** @throws Rejection */
  async function decideAppeal(appealId: string, body: DecideAppeal): Promise<void> {
    show(await call('decideAppeal', { params: { appealId }, body }).finally(() => void load()));
  }
  watch(caseId, (now) => {
    text.value = drafts.get(now) ?? '';
    clear();
    void load();
  });
  watch(text, (now) => drafts.set(caseId(), now));
  onScopeDispose(
    moderationQueue.onCase((moved) => {
      if (moved.id === caseId() && moved.changedAt !== detail.value?.case.changedAt) void load();
      else if (moved.id === caseId() && detail.value) detail.value = { ...detail.value, case: moved };
    }),
  );
  return { detail, rejection, text, load, claim, release, decide, decideAppeal };
}
