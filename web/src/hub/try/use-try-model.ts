import { useRouter } from 'vue-router';
import { useRequireSignIn } from '../../accounts/index.js';
import { type HubModelImport, setPendingImport } from '../../jam/index.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useAction } from '../../shared/use-action.js';
import { LIMITS } from '@visionary/contract';
import { call } from '../../shared/api/index.js';
import { language, t } from '../../shared/i18n/index.js';
import { useLocalStorage } from '@vueuse/core';

interface TrialRooms {
  readonly userId: string;
  /** Room ids by model id. */
  readonly rooms: Readonly<Record<string, string>>;
}

const stored = useLocalStorage<TrialRooms>(
  'visionary.trial-rooms',
  { userId: '', rooms: {} },
  { writeDefaults: false },
);
const roomsOf = (userId: string) => (stored.value.userId === userId ? stored.value.rooms : {});

/** The room in which this user last tried a model on this browser, for reuse. */
const trialRoomOf = (userId: string, modelId: string): string | undefined => roomsOf(userId)[modelId];

function saveTrialRoom(userId: string, modelId: string, roomId: string): void {
  stored.value = { userId, rooms: { ...roomsOf(userId), [modelId]: roomId } };
}

/** A private room to try a model in: the previous one, or a new one. */
function useTrialRoom() {
  /** @throws Rejection */
  return async function trialRoom(
    userId: string,
    model: { readonly id: string; readonly name: string },
  ): Promise<string> {
    const before = trialRoomOf(userId, model.id);
    if (before && (await isMine(before))) return before;
    const name = t('hub.try.room', { name: model.name }).slice(0, LIMITS.roomNameLength).trim();
    const body = { name, topic: '', visibility: 'private' as const, language: language.value };
    const { id } = await call('createRoom', { body });
    saveTrialRoom(userId, model.id, id);
    return id;
  };
}

/** Rooms that were left, deleted, or archived are not reused. */
async function isMine(roomId: string): Promise<boolean> {
  const { mine: rooms } = await call('listRooms');
  return rooms.some(({ room }) => room.id === roomId && room.archivedAt === undefined);
}

/** Opens a trial room with the model. Visitors sign in first. */
export function useTryModel() {
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
