import { applyDecorators, HttpCode, Param, RequestMapping, RequestMethod, SetMetadata } from '@nestjs/common';
import { Id, type RouteName, ROUTES } from '@visionary/contract';

/** Metadata key: the route name of a controller method. */
export const ROUTE_NAME = Symbol('route');

/** Binds a controller method to a route of the contract, which defines its method, path, and status. */
export const Route = (name: RouteName): MethodDecorator => {
  const { method, path, status } = ROUTES[name];
  return applyDecorators(
    RequestMapping({ method: RequestMethod[method], path }),
    HttpCode(status),
    SetMetadata(ROUTE_NAME, name),
  );
};

/** Injects an id from the path. @throws Rejection INVALID for another value */
export const PathId = (name: string): ParameterDecorator => Param(name, { schema: Id });
