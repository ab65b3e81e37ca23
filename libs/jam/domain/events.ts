/** A decision deleted text of a shared prompt. The update is stored. */
export class PromptTextRemoved {
  constructor(
    readonly roomId: string,
    readonly update: Uint8Array,
  ) {}
}
