import type { CaseDetail, Decide, DecideAppeal } from '@visionary/contract';
import { onScopeDispose, shallowRef, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';
import { useModerationQueueStore } from '../moderation-queue-store.js';

/** Unsent texts to authors by case, kept while other cases are viewed. */
const drafts = new Map<string, string>();

/** One case, live. Responses about another one are dropped. */
function makeShown(caseId: () => string) {
  const detail = shallowRef<CaseDetail | null>(null);
  const rejection = shallowRef<Rejection | null>(null);
  let turn = 0;

  async function load(): Promise<void> {
    const current = ++turn;
    try {
      const found = await call('safetyCase', { params: { caseId: caseId() } });
      if (current !== turn) return;
      [detail.value, rejection.value] = [found, null];
    } catch (error) {
      if (current === turn) rejection.value = toRejection(error);
    }
  }
  /** Only if it is still the viewed case. */
  function show(found: CaseDetail): void {
    if (found.case.id !== caseId()) return;
    turn += 1;
    detail.value = found;
  }
  return { detail, rejection, load, show };
}

/** One case and its commands, until the surrounding scope ends. */
export function useCase(caseId: () => string) {
  const moderationQueue = useModerationQueueStore();
  const { detail, rejection, load, show } = makeShown(caseId);
  const text = shallowRef('');
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
  watch(
    caseId,
    (now) => {
      [detail.value, rejection.value] = [null, null];
      text.value = drafts.get(now) ?? '';
      void load();
    },
    { immediate: true },
  );
  watch(text, (now) => drafts.set(caseId(), now));
  watch(
    () => moderationQueue.subscriptions,
    () => void load(),
  );
  onScopeDispose(
    moderationQueue.onCase((moved) => {
      if (moved.id === caseId() && moved.changedAt !== detail.value?.case.changedAt) void load();
      else if (moved.id === caseId() && detail.value) detail.value = { ...detail.value, case: moved };
    }),
  );
  return { detail, rejection, text, load, claim, release, decide, decideAppeal };
}
