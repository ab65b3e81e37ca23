import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { IdentifiedRequest } from './identify.guard.js';
import type { Identity } from './session-reader.js';

const identityOf = (context: ExecutionContext): Identity | null =>
  context.switchToHttp().getRequest<IdentifiedRequest>().identity ?? null;

/** Controller parameter: the signed-in user. @throws Rejection UNAUTHENTICATED for a visitor */
export const CurrentUser = createParamDecorator((_data: unknown, context: ExecutionContext): Identity => {
  const identity = identityOf(context);
  if (!identity) throw new Rejection('UNAUTHENTICATED');
  return identity;
});

/** Controller parameter: the signed-in user, null for a visitor. */
export const OptionalUser = createParamDecorator((_data: unknown, context: ExecutionContext) => identityOf(context));
