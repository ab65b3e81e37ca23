export type BusHandler<T> = (message: T) => void;
export type BusStatus = 'in-process' | 'up' | 'down';

/**
 * Messages between nodes, delivered at most once to every connected node, including the sender. Durable state is in the
 * database; the bus only makes changes visible sooner.
 */
export abstract class Bus {
  /** Id of this process, new at every start. */
  abstract readonly nodeId: string;
  abstract readonly status: BusStatus;
  /** @param message plain values and bytes (structured clone) */
  abstract publish(topic: string, message: unknown): void;
  /** @returns a function that unsubscribes */
  abstract subscribe<T>(topic: string, handler: BusHandler<T>): () => void;
  /** Called when the connection to other nodes is restored. Messages sent in between were lost. */
  abstract onRecovered(handler: () => void): void;
}
