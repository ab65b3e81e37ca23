import { StorageSerializers, useSessionStorage } from '@vueuse/core';

/** A ControlNet that was chosen for a room and has no image yet. */
export interface ControlRequest {
  readonly roomId: string;
  readonly id: string;
  readonly name: string;
}

/** Survives a reload of the page. */
const request = useSessionStorage<ControlRequest | null>('visionary.controlRequest', null, {
  serializer: StorageSerializers.object,
  writeDefaults: false,
});

/** Asks for the image of a ControlNet, which settings can't name without one. */
export const requestControlImage = (control: ControlRequest): void => void (request.value = control);

export const useControlRequest = () => ({ request, end: (): void => void (request.value = null) });
