import { Inject, Injectable } from '@nestjs/common';
import {
  COMMAND_PACES,
  type CommandName,
  type Pace,
  type Paces as PacesOf,
  ROUTE_PACES,
  type RouteName,
} from '@visionary/contract';
import { Clock, Rejection } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import { type RateLimit, RateLimits } from '@visionary/platform/http';

const HOUR_MS = 3_600_000;

/** Somebody who acts, and since when they have an account. */
export interface Actor {
  readonly personId: string;
  readonly since: number;
}

interface Counters {
  readonly established: RateLimit | null;
  readonly newcomer: RateLimit | null;
}

/** How fast one person may act, whatever they act through. Whoever is new here goes slower. */
@Injectable()
export class PersonPaces {
  private readonly commands = new Map<string, Counters>();
  private readonly routes = new Map<string, Counters>();

  constructor(
    @Inject(RateLimits) limits: RateLimits,
    @Inject(Config) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    const counters = (kind: string, name: string, paces: PacesOf, count: (limit: Limit) => RateLimit): Counters => ({
      established: paces.established && count({ name: `${kind}:${name}`, ...paces.established }),
      newcomer: paces.newcomer && count({ name: `${kind}:${name}:newcomer`, ...paces.newcomer }),
    });
    for (const [name, paces] of Object.entries(COMMAND_PACES)) {
      this.commands.set(
        name,
        counters('command', name, paces, (limit) => limits.here(limit)),
      );
    }
    for (const [name, paces] of Object.entries(ROUTE_PACES)) {
      this.routes.set(
        name,
        counters('route', name, paces, (limit) => limits.of(limit)),
      );
    }
  }

  /** @throws Rejection RATE_LIMITED { retryAfterSeconds } */
  async command(name: CommandName, actor: Actor): Promise<void> {
    await this.spend(this.commands.get(name), actor);
  }

  /** @throws Rejection RATE_LIMITED { retryAfterSeconds } */
  async route(name: RouteName, actor: Actor): Promise<void> {
    await this.spend(this.routes.get(name), actor);
  }

  private async spend(counters: Counters | undefined, { personId, since }: Actor): Promise<void> {
    if (!counters) return;
    const isNewcomer = this.clock.now() - since < this.config.newAccountHours * HOUR_MS;
    const counter = isNewcomer ? (counters.newcomer ?? counters.established) : counters.established;
    const retryAfterSeconds = (await counter?.spend(personId)) ?? null;
    if (retryAfterSeconds !== null) throw new Rejection('RATE_LIMITED', { retryAfterSeconds });
  }
}

type Limit = Pace & { readonly name: string };
