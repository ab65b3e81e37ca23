import { ERROR_STATUS, type ErrorView, type Route, type RouteName } from '@visionary/contract';
import type { z } from 'zod';
import { cacheUsers } from '../users/user-cache.js';
import { Rejection } from './rejection.js';
import { ROUTES } from './routes.js';

const DEADLINE_MS = 10_000;

type RouteOf<R extends RouteName> = (typeof ROUTES)[R];
type BodyOf<R extends RouteName> = RouteOf<R> extends { body: infer B extends z.ZodType } ? z.input<B> : undefined;
type QueryOf<R extends RouteName> = RouteOf<R> extends { query: infer Q extends z.ZodType } ? z.input<Q> : undefined;
type ReplyOf<R extends RouteName> = RouteOf<R> extends { reply: infer V extends z.ZodType } ? z.infer<V> : undefined;

export interface CallOptions<R extends RouteName> {
  /** The values of the path's `:names`. */
  params?: Record<string, string | number>;
  query?: QueryOf<R>;
  body?: BodyOf<R>;
}

/**
 * Calls one route of the contract.
 * @throws Rejection with the server's code, TIMEOUT after 10 s, OFFLINE when the server cannot be reached.
 */
export async function call<R extends RouteName>(name: R, callOptions: CallOptions<R> = {}): Promise<ReplyOf<R>> {
  const route: Route = ROUTES[name];
  const response = await request(pathOf(route.path, callOptions.params ?? {}, callOptions.query ?? {}), {
    method: route.method,
    headers: callOptions.body === undefined ? {} : { 'content-type': 'application/json' },
    body: callOptions.body === undefined ? null : JSON.stringify(callOptions.body),
    // `keepalive` lets a request finish when the page closes or reloads.
    keepalive: route.method !== 'GET',
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  if (!response.ok) throw await rejectionFrom(response);
  const reply: unknown = response.status === 204 ? undefined : await response.json();
  cacheUsers(reply);
  return reply as ReplyOf<R>;
}

/** The path with its names filled in and the query appended; absent values are left out. */
export function pathOf(path: string, params: Record<string, string | number>, query: object): string {
  const filledPath = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(
    Object.entries(query)
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
  return search === '' ? filledPath : `${filledPath}?${search}`;
}

/** @throws Rejection OFFLINE or TIMEOUT */
export async function request(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    throw new Rejection(error instanceof DOMException && error.name === 'TimeoutError' ? 'TIMEOUT' : 'OFFLINE');
  }
}

/** A file of the server. @throws Rejection as `call`, without a deadline; the signal's reason when aborted */
export async function fetchFile(path: string, signal: AbortSignal): Promise<Blob> {
  const response = await request(path, { signal });
  if (!response.ok) throw await rejectionFrom(response);
  return response.blob();
}

/** Parses an error response. */
export async function rejectionFrom(response: Response): Promise<Rejection> {
  const body: unknown = await response.json().catch(() => undefined);
  return isErrorView(body) ? new Rejection(body.code, body.detail) : new Rejection('INTERNAL');
}

/** A proxy in front of the server, or a newer server, may send something else. */
export const isErrorView = (body: unknown): body is ErrorView =>
  typeof body === 'object' && body !== null && 'code' in body && Object.hasOwn(ERROR_STATUS, String(body.code));
