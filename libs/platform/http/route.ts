import { applyDecorators, HttpCode, RequestMapping, RequestMethod, SetMetadata } from '@nestjs/common';
import { type RouteName, ROUTES } from '@visionary/contract';

/** Metadata of a controller's method: the name of its route. */
export const ROUTE_NAME = Symbol('route');

/** A controller's method answers the contract's route of this name: its verb, path and status come from there. */
export const Route = (name: RouteName): MethodDecorator => {
  const { method, path, status } = ROUTES[name];
  return applyDecorators(
    RequestMapping({ method: RequestMethod[method], path }),
    HttpCode(status),
    SetMetadata(ROUTE_NAME, name),
  );
};
