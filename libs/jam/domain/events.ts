import type { ClientUserMap } from './client-authorship.js';

/** A decision deleted text of a shared prompt. The update is stored. */
export class PromptTextRemoved {
  constructor(
    readonly roomId: string,
    readonly update: Uint8Array,
  ) {}
}

/** The server wrote a shared prompt. The update is stored. */
export class PromptWritten {
  constructor(
    readonly roomId: string,
    readonly update: Uint8Array,
    readonly authorship: ClientUserMap,
  ) {}
}

/** Somebody chose how slowly takes of the room render. */
export class RoomPaceChanged {
  constructor(readonly roomId: string) {}
}
