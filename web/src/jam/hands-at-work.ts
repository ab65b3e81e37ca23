import type { PersonView } from '@visionary/contract';
import { shallowRef } from 'vue';
import { personInk } from '../shared/ui/index.js';
import { handsIn, type Hand } from './hands.js';
import type { SharedDocument } from './shared-document.js';
import type { SettingName } from './shared-settings.js';

/** How long a hand rests on a setting after its last change. */
const RESTING_MS = 2_500;

/** Others' hands as they move, and what they see of mine. */
export function makeHands() {
  const hands = shallowRef<readonly Hand[]>([]);
  let awareness: SharedDocument['awareness'] | null = null;
  let resting: ReturnType<typeof setTimeout> | undefined;

  function follow(shared: SharedDocument | null): void {
    clearTimeout(resting);
    hands.value = [];
    awareness = shared?.awareness ?? null;
    awareness?.on('change', () => {
      if (shared?.awareness === awareness && awareness) hands.value = handsIn(awareness);
    });
  }

  /** Null: I only read, and nobody sees a hand of mine. */
  function showMe(me: PersonView | null): void {
    if (me) awareness?.setLocalState({ user: { id: me.id, name: me.name, ink: personInk(me.id) } });
    else if (awareness?.getLocalState()) awareness.setLocalState(null);
  }

  function touch(setting: SettingName): void {
    if (!awareness?.getLocalState()) return;
    clearTimeout(resting);
    if (awareness.getLocalState()?.['setting'] !== setting) awareness.setLocalStateField('setting', setting);
    resting = setTimeout(() => awareness?.setLocalStateField('setting', null), RESTING_MS);
  }

  return { hands, follow, showMe, touch };
}
