/** Result of a load. `isKept`: it was stored, so none of its tags changed since it began. */
export interface FlightResult {
  readonly value: unknown;
  readonly isStored: boolean;
}

const FAILED: FlightResult = { value: undefined, isStored: false };

interface InFlight {
  /** Logical time over loads and callers. Callers that came later may need newer data. */
  readonly startedAt: number;
  readonly result: Promise<FlightResult>;
}

/**
 * Shares one load among concurrent callers on this node. A caller that joins a running load uses its value only if it
 * isn't older than the call: it was stored, or the load began after the call. Otherwise these callers share the next
 * load.
 */
export class SingleFlight {
  private readonly flights = new Map<string, InFlight>();
  private time = 0;

  /** @param timeoutMs after waiting this long for other loads, the caller starts its own */
  async join(view: string, timeoutMs: number, load: () => Promise<FlightResult>): Promise<unknown> {
    const calledAt = ++this.time;
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const flight = this.flights.get(view);
      if (!flight) return (await this.start(view, load).result).value;
      // Errors of loads that began before this call may be outdated, so they are ignored.
      const startedAfterCall = flight.startedAt > calledAt;
      const result = await withTimeout(
        startedAfterCall ? flight.result : flight.result.catch(() => FAILED),
        deadline - performance.now(),
      );
      if (result === 'timeout') return (await this.start(view, load).result).value;
      if (result.isStored || startedAfterCall) return result.value;
    }
  }

  private start(view: string, load: () => Promise<FlightResult>): InFlight {
    const inFlight: InFlight = { startedAt: ++this.time, result: load() };
    this.flights.set(view, inFlight);
    const remove = () => {
      if (this.flights.get(view) === inFlight) this.flights.delete(view);
    };
    inFlight.result.then(remove, remove);
    return inFlight;
  }
}

const withTimeout = async (result: Promise<FlightResult>, timeMs: number): Promise<FlightResult | 'timeout'> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(() => resolve('timeout'), Math.max(0, timeMs));
  });
  try {
    return await Promise.race([result, timeout]);
  } finally {
    clearTimeout(timer);
  }
};
