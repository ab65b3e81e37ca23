/** A decision deleted text of a shared prompt. The update is stored. */
export class PromptTextRemoved {
  constructor(
    readonly roomId: string,
    readonly update: Uint8Array,
  ) {}
}

/** Somebody chose how slowly takes of the room render. */
export class RoomPaceChanged {
  constructor(readonly roomId: string) {}
}
