import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { RouteName } from '@visionary/contract';
import type { IdentifiedRequest, Identity } from '@visionary/platform/auth';
import { type Actor, addressKey, UserRateLimits } from '@visionary/platform/rate-limits';
import { ROUTE_NAME } from '../route.js';

/** Applies rate limits of routes. Must run after IdentifyGuard. Visitors are counted by address. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    @Inject(UserRateLimits) private readonly limits: UserRateLimits,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const { identity, ip } = context.switchToHttp().getRequest<IdentifiedRequest>();
    const name = this.reflector.get<RouteName | undefined>(ROUTE_NAME, context.getHandler());
    if (name) await this.limits.route(name, identity ? userOf(identity) : visitorOf(ip));
    return true;
  }
}

const userOf = ({ user, accountCreatedAt }: Identity): Actor => ({ userId: user.id, accountCreatedAt });

/** Many users can share an address, so visitors never count as new. */
const visitorOf = (ip: string | undefined): Actor => ({ userId: `visitor ${addressKey(ip)}`, accountCreatedAt: 0 });
