/** Result of a load. `isKept`: it was stored, so none of its tags changed since it began. */
export interface FlightResult {
  readonly value: unknown;
  readonly isKept: boolean;
}

const CRASHED: FlightResult = { value: undefined, isKept: false };

interface InFlight {
  /** Logical time over loads and callers. Callers that came later may need newer data. */
  readonly begun: number;
  readonly landing: Promise<FlightResult>;
}

/**
 * Shares one load among concurrent callers on this node. A caller that joins a running load uses its value only if it
 * isn't older than the call: it was stored, or the load began after the call. Otherwise these callers share the next
 * load.
 */
export class SingleFlight {
  private readonly flying = new Map<string, InFlight>();
  private clock = 0;

  /** @param patienceMs after waiting this long for other loads, the caller starts its own */
  async join(view: string, patienceMs: number, load: () => Promise<FlightResult>): Promise<unknown> {
    const arrived = ++this.clock;
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const flight = this.flying.get(view);
      if (!flight) return (await this.takeOff(view, load).landing).value;
      // Errors of loads that began before this call may be outdated, so they are ignored.
      const isOurs = flight.begun > arrived;
      const landed = await within(
        isOurs ? flight.landing : flight.landing.catch(() => CRASHED),
        deadline - performance.now(),
      );
      if (landed === 'late') return (await this.takeOff(view, load).landing).value;
      if (landed.isKept || isOurs) return landed.value;
    }
  }

  private takeOff(view: string, load: () => Promise<FlightResult>): InFlight {
    const inFlight: InFlight = { begun: ++this.clock, landing: load() };
    this.flying.set(view, inFlight);
    const leave = () => {
      if (this.flying.get(view) === inFlight) this.flying.delete(view);
    };
    inFlight.landing.then(leave, leave);
    return inFlight;
  }
}

const within = async (landing: Promise<FlightResult>, timeMs: number): Promise<FlightResult | 'late'> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), Math.max(0, timeMs));
  });
  try {
    return await Promise.race([landing, late]);
  } finally {
    clearTimeout(timer);
  }
};
