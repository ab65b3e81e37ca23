import type { CaseReason, CaseView, SubjectKind } from '@visionary/contract';
import { onScopeDispose, shallowReactive, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { pagedList } from '../../shared/lists/paged-list.js';
import { useSession } from '../../shared/session/index.js';
import { useDesk } from '../desk.store.js';
import { type CaseList, withMoved } from './queue-rows.js';

export interface Narrowed {
  list: CaseList;
  kind: SubjectKind | '';
  reason: CaseReason | '';
  personId: string;
}

/** One list of the queue, as it is and as it changes, until the surrounding scope ends. */
export function useQueue(openId: () => string | undefined, personId: () => string) {
  const desk = useDesk();
  const session = useSession();
  const narrowed = shallowReactive<Narrowed>({ list: 'open', kind: '', reason: '', personId: personId() });
  const pages = pagedList<CaseView>(
    async (cursor) => {
      const { list, kind, reason, personId: about } = narrowed;
      const query = {
        list,
        ...(kind !== '' && { kind }),
        ...(reason !== '' && { reason }),
        ...(about !== '' && { personId: about }),
        ...(cursor !== null && { cursor }),
      };
      const page = await call('safetyCases', { query });
      desk.counts = page.counts;
      return { items: page.cases, nextCursor: page.nextCursor };
    },
    ({ id }) => id,
  );
  const wanted = ({ subject, reasons }: CaseView) =>
    (narrowed.kind === '' || subject.kind === narrowed.kind) &&
    (narrowed.reason === '' || reasons.some(({ reason }) => reason === narrowed.reason)) &&
    (narrowed.personId === '' || subject.author?.id === narrowed.personId);

  onScopeDispose(
    desk.hear((moved) => {
      if (!pages.items.value) return;
      const shown = { list: narrowed.list, myId: session.me?.id ?? '', openId: openId(), wanted };
      pages.items.value = withMoved(pages.items.value, moved, shown);
    }),
  );
  watch(personId, (now) => (narrowed.personId = now));
  watch(narrowed, () => {
    pages.items.value = null;
    void pages.load();
  });
  // Watching began anew: what was not heard meanwhile is in the list.
  watch(
    () => desk.watched,
    () => void pages.load(),
  );
  void pages.load();
  return { narrowed, ...pages };
}
