import type { BlockedTermView, TermsQuery } from '@visionary/contract';
import { computed, reactive, shallowRef, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { useQuery } from '../../shared/query/index.js';
import { useSocket } from '../../shared/socket/index.js';

export type TermQuery = Pick<TermsQuery, 'category' | 'language' | 'action' | 'scope' | 'from'> & { search: string };

/** The term lists, paged, filtered, and live. */
export function useTerms(first: Partial<TermQuery>) {
  const query = reactive<TermQuery>({ search: '', ...first });
  const page = shallowRef(0);
  const { data, rejection, load, loadSoon } = useQuery(
    () => call('blockedTerms', { query: { ...query, search: query.search.trim(), page: page.value } }),
    { debounceMs: 200 },
  );
  watch(query, () => {
    page.value = 0;
    loadSoon();
  });
  watch(page, load);
  useSocket().on('safety.blockedTermsChanged', loadSoon);
  return {
    query,
    page,
    rejection,
    load,
    terms: computed<readonly BlockedTermView[] | null>(() => data.value?.terms ?? null),
    found: computed(() => data.value?.found ?? 0),
    total: computed(() => data.value?.total ?? 0),
    pages: computed(() => (data.value ? Math.ceil(data.value.found / data.value.perPage) : 0)),
  };
}
