import { useI18n } from 'vue-i18n';
import { useRouter } from 'vue-router';
import { useRequireSignIn } from '../../accounts/index.js';
import { type HubModelImport, setPendingImport } from '../../jam/index.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useAction } from '../../shared/use-action.js';
import { useTrialRoom } from './use-trial-room.js';

/** Opens a trial room with the model. Visitors sign in first. */
export function useTryModel() {
  const { t } = useI18n();
  const [router, session, signInFirst, trialRoom] = [
    useRouter(),
    useSessionStore(),
    useRequireSignIn(),
    useTrialRoom(),
  ];
  const { busy, attempt } = useAction();
  /** @param id the key of its trial room */
  function tryIt(id: string, from: HubModelImport): void {
    const { me } = session;
    if (!signInFirst(t('hub.try.signIn')) || !me) return;
    void attempt(async () => {
      const roomId = await trialRoom(me.id, { id, name: from.model.name });
      setPendingImport(roomId, from);
      await router.push({ name: 'room', params: { roomId } });
    });
  }
  return { busy, tryIt };
}
