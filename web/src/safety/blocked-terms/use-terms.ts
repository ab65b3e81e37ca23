import type { TermPage, BlockedTermView, TermsQuery } from '@visionary/contract';
import { computed, onScopeDispose, reactive, shallowRef, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';
import { useSocket } from '../../shared/socket/index.js';

export type TermQuery = Pick<TermsQuery, 'category' | 'language' | 'action' | 'scope' | 'from'> & { search: string };

const DEBOUNCE_MS = 200;

/** The term lists, paged, filtered, and live. */
export function useTerms(first: Partial<TermQuery>) {
  const query = reactive<TermQuery>({ search: '', ...first });
  const page = shallowRef(0);
  const known = shallowRef<TermPage | null>(null);
  const rejection = shallowRef<Rejection | null>(null);
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function load() {
    const current = ++turn;
    const { search, ...narrowed } = query;
    const terms = search.trim();
    try {
      const reply = await call('blockedTerms', {
        query: { ...narrowed, ...(terms && { search: terms }), page: page.value },
      });
      if (current === turn) [known.value, rejection.value] = [reply, null];
    } catch (error) {
      if (current === turn) rejection.value = toRejection(error);
    }
  }
  const loadSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void load(), DEBOUNCE_MS);
  };
  watch(query, () => {
    page.value = 0;
    loadSoon();
  });
  watch(page, () => void load());
  useSocket().on('safety.blockedTermsChanged', loadSoon);
  onScopeDispose(() => clearTimeout(timer));
  void load();
  return {
    ...{ query, page, rejection, load },
    terms: computed<readonly BlockedTermView[] | null>(() => known.value?.terms ?? null),
    found: computed(() => known.value?.found ?? 0),
    total: computed(() => known.value?.total ?? 0),
    pages: computed(() => (known.value ? Math.ceil(known.value.found / known.value.perPage) : 0)),
  };
}
