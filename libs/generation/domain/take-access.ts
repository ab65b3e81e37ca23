/** Port: who may read the place of a take. */
export abstract class TakeAccess {
  abstract mayRead(userId: string, roomId: string): Promise<boolean>;
}
