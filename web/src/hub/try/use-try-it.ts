import { useI18n } from 'vue-i18n';
import { useRouter } from 'vue-router';
import { useSignInFirst } from '../../feed/picture/use-sign-in-first.js';
import { takeAlong } from '../../feed/take-up/taken-along.js';
import type { FromHub } from '../../shared/from-hub.js';
import { useSession } from '../../shared/session/index.js';
import { useAttempt } from '../../shared/use-attempt.js';
import { useTrialRoom } from './use-trial-room.js';

/** One press leads into a room of one's own where it is chosen; a visitor is asked to sign in first. */
export function useTryIt() {
  const { t } = useI18n();
  const [router, session, signInFirst, trialRoom] = [useRouter(), useSession(), useSignInFirst(), useTrialRoom()];
  const { busy, attempt } = useAttempt();
  /** @param id by which its room is found again */
  function tryIt(id: string, from: FromHub): void {
    const { me } = session;
    if (!signInFirst(t('hub.try.signIn')) || !me) return;
    void attempt(async () => {
      const roomId = await trialRoom(me.id, { id, name: from.model.name });
      takeAlong(roomId, from);
      await router.push({ name: 'room', params: { roomId } });
    });
  }
  return { busy, tryIt };
}
