import type { DraftView } from '@visionary/contract';
import { shallowRef } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';

interface Quota {
  readonly bytes: number;
  readonly used: number;
}

/** All my drafts on the server, and my quota. */
export function useDraftList(reset: (drafts: readonly DraftView[]) => void) {
  const quota = shallowRef<Quota | null>(null);
  const loaded = shallowRef(false);
  const rejection = shallowRef<Rejection | null>(null);

  async function load(): Promise<void> {
    rejection.value = null;
    try {
      const { drafts, quota: now } = await call('hubDrafts');
      reset(drafts);
      quota.value = now;
      loaded.value = true;
    } catch (error) {
      rejection.value = toRejection(error);
    }
  }
  function remove(): void {
    [quota.value, loaded.value] = [null, false];
  }
  return { quota, loaded, rejection, load, remove };
}
