import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { RouteName } from '@visionary/contract';
import type { IdentifiedRequest, Identity } from '@visionary/platform/auth';
import { addressKey, ROUTE_NAME } from '@visionary/platform/http';
import { type Actor, PersonPaces } from './person-paces.js';

/** Holds people to the paces of routes. Comes after the guard that knows who asks; visitors are counted by address. */
@Injectable()
export class PaceGuard implements CanActivate {
  constructor(
    @Inject(PersonPaces) private readonly paces: PersonPaces,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const { identity, ip } = context.switchToHttp().getRequest<IdentifiedRequest>();
    const name = this.reflector.get<RouteName | undefined>(ROUTE_NAME, context.getHandler());
    if (name) await this.paces.route(name, identity ? personOf(identity) : visitorOf(ip));
    return true;
  }
}

const personOf = ({ person, since }: Identity): Actor => ({ personId: person.id, since });

/** Behind one address there may be many people, none of them new. */
const visitorOf = (ip: string | undefined): Actor => ({ personId: `visitor ${addressKey(ip)}`, since: 0 });
