import { Inject, Injectable } from '@nestjs/common';
import {
  COMMAND_RATE_LIMITS,
  type CommandName,
  OTHER_VISITOR_RATE_LIMIT,
  type RateLimitRule,
  type RateLimitRules,
  ROUTE_RATE_LIMITS,
  type RouteName,
  VISITOR_RATE_LIMITS,
} from '@visionary/contract';
import { Clock, isRejection, Rejection } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import type { PrefetchingRateLimit } from './prefetching-rate-limit.js';
import { type RateLimit, RateLimits } from './rate-limits.js';

const HOUR_MS = 3_600_000;

/** A user and when their account was created, in ms since 1970. */
export interface Actor {
  readonly userId: string;
  readonly accountCreatedAt: number;
}

interface Counters {
  readonly established: RateLimit | null;
  readonly newAccount: RateLimit | null;
}

/** Rate limits of users over commands and routes. New accounts have lower limits. */
@Injectable()
export class UserRateLimits {
  private readonly commands: ReadonlyMap<string, Counters>;
  private readonly routes: ReadonlyMap<string, Counters>;
  private readonly visitors: ReadonlyMap<string, PrefetchingRateLimit>;
  private readonly otherOfVisitors: PrefetchingRateLimit;

  constructor(
    @Inject(RateLimits) limits: RateLimits,
    @Inject(Config) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.commands = countersOf('command', COMMAND_RATE_LIMITS, (limit) => limits.local(limit));
    this.routes = countersOf('route', ROUTE_RATE_LIMITS, (limit) => limits.shared(limit));
    const ofVisitors = (name: string, rule: RateLimitRule) => limits.prefetching({ name: `visitor:${name}`, ...rule });
    this.visitors = new Map(Object.entries(VISITOR_RATE_LIMITS).map(([name, rule]) => [name, ofVisitors(name, rule)]));
    this.otherOfVisitors = ofVisitors('other', OTHER_VISITOR_RATE_LIMIT);
  }

  /**
   * Runs a command and counts it. One that is rejected changed nothing and does not count; floods are limited by socket.
   * @throws Rejection RATE_LIMITED { retryAfterSeconds, points, seconds, newAccount }
   */
  async command<T>(name: CommandName, actor: Actor, run: () => T | Promise<T>): Promise<T> {
    const counter = await this.spend(this.commands.get(name), actor);
    try {
      return await run();
    } catch (error) {
      if (isRejection(error)) await counter?.refund(actor.userId);
      throw error;
    }
  }

  /**
   * @param address key of the visitors' address
   * @throws Rejection RATE_LIMITED { retryAfterSeconds }
   */
  async visitorCommand(name: CommandName, address: string): Promise<void> {
    const retryAfterSeconds = await (this.visitors.get(name) ?? this.otherOfVisitors).spend(address);
    if (retryAfterSeconds > 0) throw new Rejection('RATE_LIMITED', { retryAfterSeconds });
  }

  /** @throws Rejection RATE_LIMITED { retryAfterSeconds, points, seconds, newAccount } */
  async route(name: RouteName, actor: Actor): Promise<void> {
    await this.spend(this.routes.get(name), actor);
  }

  /** @returns the counter, if there is a limit */
  private async spend(
    counters: Counters | undefined,
    { userId, accountCreatedAt }: Actor,
  ): Promise<RateLimit | undefined> {
    if (!counters) return undefined;
    const isNewAccount = this.clock.now() - accountCreatedAt < this.config.newAccountHours * HOUR_MS;
    const { established, newAccount } = counters;
    const counter = isNewAccount ? (newAccount ?? established) : established;
    const retryAfterSeconds = (await counter?.spend(userId)) ?? null;
    if (counter && retryAfterSeconds !== null) {
      const { points, seconds } = counter.limit;
      throw new Rejection('RATE_LIMITED', { retryAfterSeconds, points, seconds, newAccount: counter === newAccount });
    }
    return counter ?? undefined;
  }
}

const countersOf = (
  kind: string,
  rules: Readonly<Record<string, RateLimitRules>>,
  createLimit: (limit: RateLimitRule & { readonly name: string }) => RateLimit,
): ReadonlyMap<string, Counters> =>
  new Map(
    Object.entries(rules).map(([name, { established, newAccount }]) => [
      name,
      {
        established: established && createLimit({ name: `${kind}:${name}`, ...established }),
        newAccount: newAccount && createLimit({ name: `${kind}:${name}:newcomer`, ...newAccount }),
      },
    ]),
  );
