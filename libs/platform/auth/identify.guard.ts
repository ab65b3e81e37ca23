import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { type Identity, SessionReader } from './session-reader.js';

/** A request after IdentifyGuard. */
export type IdentifiedRequest = Request & { identity?: Identity | null };

/** Attaches the identity to every request and rejects none. The parameter decorators reject visitors. */
@Injectable()
export class IdentifyGuard implements CanActivate {
  constructor(private readonly sessions: SessionReader) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<IdentifiedRequest>();
    const origin = { address: request.ip, userAgent: request.headers['user-agent'] };
    request.identity = await this.sessions.read(request.headers.cookie, origin);
    return true;
  }
}
