export type BusHandler<T> = (message: T) => void;
export type BusStatus = 'in-process' | 'up' | 'down';

/**
 * News between nodes, at most once: every node that is there hears it, the sender too.
 * What must not be lost is in the database; the bus only makes it fast.
 */
export abstract class Bus {
  /** Of this process, new at every start. */
  abstract readonly nodeId: string;
  abstract readonly status: BusStatus;
  /** `message` is plain values and bytes (structured clone). */
  abstract publish(topic: string, message: unknown): void;
  /** @returns ends the subscription. */
  abstract subscribe<T>(topic: string, handler: BusHandler<T>): () => void;
  /** Called whenever the line to the other nodes is back after it was lost: what was said meanwhile was not heard. */
  abstract onRecovered(handler: () => void): void;
}
