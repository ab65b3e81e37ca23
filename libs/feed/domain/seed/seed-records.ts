export type SampleKind = 'account' | 'room' | 'post';

/** Port: what was put here to show how it looks, so that it can be taken away again. */
export abstract class SeedRecords {
  /** Marking twice is no error. */
  abstract mark(kind: SampleKind, subjectId: string, at: number): Promise<void>;
  abstract forget(kind: SampleKind, subjectId: string): Promise<void>;
  abstract of(kind: SampleKind): Promise<string[]>;
  /** Whether somebody who is no sample has said, rendered or brought something there. */
  abstract hasUserActivity(roomId: string): Promise<boolean>;
  /** With its log and its takes. @returns keys of the images that were in it */
  abstract removeRoom(roomId: string): Promise<string[]>;
}
