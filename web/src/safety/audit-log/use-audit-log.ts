import type { AuditAction } from '@visionary/contract';
import { ROUTES } from '@visionary/contract';
import { computed, shallowReactive, watch } from 'vue';
import { call, pathOf } from '../../shared/api/index.js';
import { usePages } from '../../shared/query/index.js';

/** The paged audit log of moderators and admins. */
export function useAuditLog() {
  const filter = shallowReactive<{ action: AuditAction | ''; byId: string; aboutId: string }>({
    action: '',
    byId: '',
    aboutId: '',
  });
  const query = computed(() => ({
    ...(filter.action !== '' && { action: filter.action }),
    ...(filter.byId !== '' && { byId: filter.byId }),
    ...(filter.aboutId !== '' && { aboutId: filter.aboutId }),
  }));
  const pages = usePages(
    (after) => call('auditLog', { query: { ...query.value, ...after } }),
    ({ entries }) => entries,
    ({ seq }) => String(seq),
  );
  watch(query, pages.reload);
  const file = computed(() => pathOf(ROUTES.exportAudit.path, {}, query.value));
  return { filter, file, pages };
}
