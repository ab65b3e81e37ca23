import { applyDecorators, HttpCode, RequestMapping, RequestMethod } from '@nestjs/common';
import { type RouteName, ROUTES } from '@visionary/contract';

/** A controller's method answers the contract's route of this name: its verb, path and status come from there. */
export const Route = (name: RouteName): MethodDecorator => {
  const { method, path, status } = ROUTES[name];
  return applyDecorators(RequestMapping({ method: RequestMethod[method], path }), HttpCode(status));
};
