import type { UserView } from '@visionary/contract';
import { shallowRef } from 'vue';
import { userColorIndex } from '../../shared/ui/index.js';
import { collaboratorsIn, type Collaborator } from './awareness.js';
import type { SharedDocument } from './shared-document.js';
import type { SettingName } from './shared-settings.js';

/** How long a setting is shown as being edited after its last change. */
const RESTING_MS = 2_500;

/** The collaborators live, and publishes my own cursor and edits. */
export function useCollaborators() {
  const collaborators = shallowRef<readonly Collaborator[]>([]);
  let awareness: SharedDocument['awareness'] | null = null;
  let resting: ReturnType<typeof setTimeout> | undefined;

  function follow(shared: SharedDocument | null): void {
    clearTimeout(resting);
    collaborators.value = [];
    awareness = shared?.awareness ?? null;
    awareness?.on('change', () => {
      if (shared?.awareness === awareness && awareness) collaborators.value = collaboratorsIn(awareness);
    });
  }

  /** Null for viewers, whose cursor is not shared. */
  function showMe(me: UserView | null): void {
    if (me) awareness?.setLocalState({ user: { id: me.id, name: me.name, ink: userColorIndex(me.id) } });
    else if (awareness?.getLocalState()) awareness.setLocalState(null);
  }

  function touch(setting: SettingName): void {
    if (!awareness?.getLocalState()) return;
    clearTimeout(resting);
    if (awareness.getLocalState()?.['setting'] !== setting) awareness.setLocalStateField('setting', setting);
    resting = setTimeout(() => awareness?.setLocalStateField('setting', null), RESTING_MS);
  }

  return { collaborators, follow, showMe, touch };
}
