import type { AuditAction, AuditVerification, AuditEntry } from '@visionary/contract';
import { ROUTES } from '@visionary/contract';
import { computed, shallowReactive, shallowRef, watch } from 'vue';
import { call, pathOf } from '../../shared/api/index.js';
import { createPaginator } from '../../shared/pagination/paginator.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';

/** What was done by those who look after others, page by page, and whether it is as it was written. */
export function useAuditLog() {
  const wanted = shallowReactive<{ action: AuditAction | ''; byId: string; aboutId: string }>({
    ...{ action: '', byId: '', aboutId: '' },
  });
  const query = computed(() => ({
    ...(wanted.action !== '' && { action: wanted.action }),
    ...(wanted.byId !== '' && { byId: wanted.byId }),
    ...(wanted.aboutId !== '' && { aboutId: wanted.aboutId }),
  }));
  const pages = createPaginator<AuditEntry>(
    async (cursor) => {
      const page = await call('auditLog', { query: { ...query.value, ...(cursor !== null && { cursor }) } });
      return { items: page.entries, nextCursor: page.nextCursor };
    },
    ({ seq }) => String(seq),
  );
  const checked = shallowRef<AuditVerification | null>(null);
  const checkRefused = shallowRef<Rejection | null>(null);
  async function check(): Promise<void> {
    [checked.value, checkRefused.value] = [null, null];
    try {
      checked.value = await call('verifyAuditLog');
    } catch (error) {
      checkRefused.value = toRejection(error);
    }
  }
  watch(query, () => {
    pages.items.value = null;
    void pages.load();
  });
  void pages.load();
  void check();
  const file = computed(() => pathOf(ROUTES.exportAudit.path, {}, query.value));
  return { wanted, file, checked, checkRefused, check, ...pages };
}
