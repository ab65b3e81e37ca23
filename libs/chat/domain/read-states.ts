/** The read state of a user in a room changed by something the user did. */
export class ReadStateChanged {
  constructor(
    readonly roomId: string,
    readonly userId: string,
  ) {}
}
