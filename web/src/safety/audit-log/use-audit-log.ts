import type { AuditAction, AuditVerification, AuditEntry } from '@visionary/contract';
import { ROUTES } from '@visionary/contract';
import { computed, shallowReactive, shallowRef, watch } from 'vue';
import { call, pathOf } from '../../shared/api/index.js';
import { createPaginator } from '../../shared/pagination/paginator.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';

/** The paged audit log of moderators and admins, and whether it is intact. */
export function useAuditLog() {
  const filter = shallowReactive<{ action: AuditAction | ''; byId: string; aboutId: string }>({
    ...{ action: '', byId: '', aboutId: '' },
  });
  const query = computed(() => ({
    ...(filter.action !== '' && { action: filter.action }),
    ...(filter.byId !== '' && { byId: filter.byId }),
    ...(filter.aboutId !== '' && { aboutId: filter.aboutId }),
  }));
  const pages = createPaginator<AuditEntry>(
    async (cursor) => {
      const page = await call('auditLog', { query: { ...query.value, ...(cursor !== null && { cursor }) } });
      return { items: page.entries, nextCursor: page.nextCursor };
    },
    ({ seq }) => String(seq),
  );
  const checked = shallowRef<AuditVerification | null>(null);
  const checkRejection = shallowRef<Rejection | null>(null);
  async function check(): Promise<void> {
    [checked.value, checkRejection.value] = [null, null];
    try {
      checked.value = await call('verifyAuditLog');
    } catch (error) {
      checkRejection.value = toRejection(error);
    }
  }
  watch(query, () => {
    pages.items.value = null;
    void pages.load();
  });
  void pages.load();
  void check();
  const file = computed(() => pathOf(ROUTES.exportAudit.path, {}, query.value));
  return { filter, file, checked, checkRejection, check, ...pages };
}
