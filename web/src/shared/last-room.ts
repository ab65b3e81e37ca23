import { StorageSerializers, useLocalStorage } from '@vueuse/core';

/** The room this user wrote in last, on this browser. */
export interface LastRoom {
  readonly id: string;
  readonly name: string;
}

const stored = useLocalStorage<(LastRoom & { readonly userId: string }) | null>('visionary.last-room', null, {
  serializer: StorageSerializers.object,
  writeDefaults: false,
});

export const saveLastRoom = (userId: string, { id, name }: LastRoom): void =>
  void (stored.value = { userId, id, name });

/** @returns null without a room, or if another user was signed in */
export const lastRoomOf = (userId: string): LastRoom | null => (stored.value?.userId === userId ? stored.value : null);
