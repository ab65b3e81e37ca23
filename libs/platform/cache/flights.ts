/** What a load came to. `isKept`: nothing it shows changed from its beginning until it was kept. */
export interface Landed {
  readonly value: unknown;
  readonly isKept: boolean;
}

const CRASHED: Landed = { value: undefined, isKept: false };

interface Flight {
  /** Of all flights and arrivals: those who came later may be owed something newer. */
  readonly begun: number;
  readonly landing: Promise<Landed>;
}

/**
 * One load for many who ask at once on this node. Whoever comes while it is under way takes its value only where that is
 * no older than their question: it was kept, or it began after they came. Otherwise they share the next one.
 */
export class Flights {
  private readonly flying = new Map<string, Flight>();
  private clock = 0;

  /** @param patienceMs whoever has waited so long for somebody else's loads takes off alone */
  async join(view: string, patienceMs: number, load: () => Promise<Landed>): Promise<unknown> {
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

  private takeOff(view: string, load: () => Promise<Landed>): Flight {
    const flight: Flight = { begun: ++this.clock, landing: load() };
    this.flying.set(view, flight);
    const leave = () => {
      if (this.flying.get(view) === flight) this.flying.delete(view);
    };
    flight.landing.then(leave, leave);
    return flight;
  }
}

const within = async (landing: Promise<Landed>, timeMs: number): Promise<Landed | 'late'> => {
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
