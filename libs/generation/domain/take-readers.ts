/** Port: who may read the place of a take. */
export abstract class TakeReaders {
  abstract mayRead(personId: string, roomId: string): Promise<boolean>;
}
