import { LIMITS } from '@visionary/contract';
import { useI18n } from 'vue-i18n';
import { call } from '../../shared/api/index.js';
import { language } from '../../shared/i18n/index.js';
import { saveTrialRoom, trialRoomOf } from './trial-rooms.js';

/** A private room to try a model in: the previous one, or a new one. */
export function useTrialRoom() {
  const { t } = useI18n();
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
