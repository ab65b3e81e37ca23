/** What a load came to. `isKept`: nothing it shows changed from its beginning until it was kept. */
export interface FlightResult {
  readonly value: unknown;
  readonly isKept: boolean;
}

const CRASHED: FlightResult = { value: undefined, isKept: false };

interface InFlight {
  /** Of all flights and arrivals: those who came later may be owed something newer. */
  readonly begun: number;
  readonly landing: Promise<FlightResult>;
}

/**
 * One load for many who ask at once on this node. Whoever comes while it is under way takes its value only where that is
 * no older than their question: it was kept, or it began after they came. Otherwise they share the next one.
 */
export class SingleFlight {
  private readonly flying = new Map<string, InFlight>();
  private clock = 0;

  /** @param patienceMs whoever has waited so long for somebody else's loads takes off alone */
  async join(view: string, patienceMs: number, load: () => Promise<FlightResult>): Promise<unknown> {
    const arrived = ++this.clock;
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const flight = this.flying.get(view);
      if (!flight) return (await this.takeOff(view, load).landing).value;
      // What a load threw before we came may be over, too: only one that began later speaks for us.
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
