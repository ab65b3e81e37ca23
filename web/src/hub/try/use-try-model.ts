import { useRouter } from 'vue-router';
import { useRequireSignIn } from '../../accounts/index.js';
import { type HubModelImport, setPendingImport } from '../../jam/index.js';
import { useSessionStore } from '../../shared/session/index.js';
import { Rejection } from '../../shared/api/rejection.js';
import { toast } from '../../shared/ui/index.js';
import { lastTrialRoomOf, trialRoomOf, type TrialRoomOptions } from './trial-rooms.js';
import { useAction } from '../../shared/use-action.js';
import { LIMITS } from '@visionary/contract';
import { call } from '../../shared/api/index.js';
import { language, t } from '../../shared/i18n/index.js';
import { useLocalStorage } from '@vueuse/core';

interface TrialRooms {
  readonly userId: string;
  /** Room ids by model id, the last one last. */
  readonly rooms: Readonly<Record<string, string>>;
}

const stored = useLocalStorage<TrialRooms>(
  'visionary.trial-rooms',
  { userId: '', rooms: {} },
  { writeDefaults: false },
);
const roomsOf = (userId: string) => (stored.value.userId === userId ? stored.value.rooms : {});

function saveTrialRoom(userId: string, modelId: string, roomId: string): void {
  const { [modelId]: _before, ...others } = roomsOf(userId);
  stored.value = { userId, rooms: { ...others, [modelId]: roomId } };
}

/** A private room to try a model in: the one of the last time, or a new one. */
function useTrialRoom() {
  /** @throws Rejection */
  return async function trialRoom(
    userId: string,
    model: { readonly id: string; readonly name: string },
  ): Promise<string> {
    const { mine } = await call('listRooms');
    const name = t('hub.try.room', { name: model.name }).slice(0, LIMITS.roomNameLength).trim();
    const rooms = { userId, modelId: model.id, name, stored: roomsOf(userId), mine };
    const id = trialRoomOf(rooms) ?? (await create(name).catch((error: unknown) => insteadOfNew(error, rooms)));
    saveTrialRoom(userId, model.id, id);
    return id;
  };
}

const create = async (name: string): Promise<string> => {
  const body = { name, topic: '', visibility: 'private' as const, language: language.value };
  return (await call('createRoom', { body })).id;
};

/** Where no more rooms can be created for now, the last trial room is used. @throws Rejection */
function insteadOfNew(error: unknown, rooms: TrialRoomOptions): string {
  const id = error instanceof Rejection && error.code === 'RATE_LIMITED' ? lastTrialRoomOf(rooms) : undefined;
  if (id === undefined) throw error;
  return id;
}

/** The menu of a model offers the user's rooms. @throws other rejections */
function toastRateLimit(error: unknown): null {
  if (!(error instanceof Rejection) || error.code !== 'RATE_LIMITED') throw error;
  toast({ text: t('hub.try.tooManyRooms'), kind: 'bad' });
  return null;
}

/** Opens a trial room with the model. Visitors sign up or in first. */
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
    if (!signInFirst(t('hub.try.signIn'), () => tryIt(id, from)) || !me) return;
    void attempt(async () => {
      const roomId = await trialRoom(me.id, { id, name: from.model.name }).catch(toastRateLimit);
      if (roomId === null) return;
      setPendingImport(roomId, from);
      await router.push({ name: 'room', params: { roomId } });
    });
  }
  return { busy, tryIt };
}
