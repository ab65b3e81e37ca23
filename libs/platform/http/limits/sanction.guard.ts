import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Route, type RouteName, ROUTES } from '@visionary/contract';
import { banRejection, Clock, muteRejection } from '@visionary/kernel';
import type { IdentifiedRequest } from '@visionary/platform/auth';
import { ROUTE_NAME } from '../route.js';

/** Rejects banned users, and writes of muted users, except on routes with `allowedWhen`. */
@Injectable()
export class SanctionGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws Rejection SAFETY_BANNED, SAFETY_MUTED { until } */
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const { identity, method } = context.switchToHttp().getRequest<IdentifiedRequest>();
    if (!identity) return true;
    const name = this.reflector.get<RouteName | undefined>(ROUTE_NAME, context.getHandler());
    const { allowedWhen } = (name ? ROUTES[name] : {}) as Pick<Route, 'allowedWhen'>;
    if (allowedWhen === 'banned') return true;
    const now = this.clock.now();
    const isAllowedWhenMuted = method === 'GET' || method === 'HEAD' || allowedWhen === 'muted';
    const rejection =
      banRejection(identity.sanctions, now) ?? (isAllowedWhenMuted ? null : muteRejection(identity.sanctions, now));
    if (rejection) throw rejection;
    return true;
  }
}
