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
export const trialRoomOf = (userId: string, modelId: string): string | undefined => roomsOf(userId)[modelId];

export function saveTrialRoom(userId: string, modelId: string, roomId: string): void {
  stored.value = { userId, rooms: { ...roomsOf(userId), [modelId]: roomId } };
}
