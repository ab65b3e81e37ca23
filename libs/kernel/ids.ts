/** Ids are UUIDs, version 7: sorted by time of making. */
export abstract class Ids {
  abstract next(): string;
}
