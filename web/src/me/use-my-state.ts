import { watchEffect } from 'vue';
import { showInTitle } from '../shared/page-title.js';
import { useDesktopNews } from './desktop-news.js';
import { useMarks } from './marks.store.js';
import { useMe } from './me.store.js';
import { useAway } from './use-away.js';

/** Keeps what every page of mine shows true, for as long as the page lives: call once, where the page is put together. */
export function useMyState(): void {
  useMe().follow();
  useAway();
  useDesktopNews();
  const marks = useMarks();
  watchEffect(() => showInTitle(marks.total.unread));
}
