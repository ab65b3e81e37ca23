import { shallowRef } from 'vue';

/** A ControlNet that was chosen for a room and has no image yet. */
export interface ControlRequest {
  readonly roomId: string;
  readonly id: string;
  readonly name: string;
}

const request = shallowRef<ControlRequest | null>(null);

/** Asks for the image of a ControlNet, which settings can't name without one. */
export const requestControlImage = (control: ControlRequest): void => void (request.value = control);

export const useControlRequest = () => ({ request, end: (): void => void (request.value = null) });
