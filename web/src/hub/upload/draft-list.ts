import type { DraftView } from '@visionary/contract';
import { shallowRef } from 'vue';
import { call } from '../../shared/api/index.js';
import { asRefused, type Refused } from '../../shared/refused.js';

interface Quota {
  readonly bytes: number;
  readonly used: number;
}

/** All of my drafts as the server has them, and how much I may keep. */
export function draftList(reset: (drafts: readonly DraftView[]) => void) {
  const quota = shallowRef<Quota | null>(null);
  const loaded = shallowRef(false);
  const refused = shallowRef<Refused | null>(null);

  async function load(): Promise<void> {
    refused.value = null;
    try {
      const { drafts, quota: now } = await call('hubDrafts');
      reset(drafts);
      quota.value = now;
      loaded.value = true;
    } catch (error) {
      refused.value = asRefused(error);
    }
  }
  function forget(): void {
    [quota.value, loaded.value] = [null, false];
  }
  return { quota, loaded, refused, load, forget };
}
