import type { CommandName, CommandReply, COMMANDS, UserView } from '@visionary/contract';
import type { z } from 'zod';
import type { LiveSocket } from './live-socket.js';

/** One command as its handler gets it: parsed, with the permission of the contract already granted. */
export interface Call<C extends CommandName> {
  readonly payload: z.output<(typeof COMMANDS)[C]['payload']>;
  /** Null for a visitor. Never null if the command requires `write`. */
  readonly user: UserView | null;
  readonly socket: LiveSocket;
}

type Handler<C extends CommandName> = (call: Call<C>) => Promise<CommandReply<C>> | CommandReply<C>;

const HANDLES = Symbol('command');

/** Marks a method of a gateway as the handler of a command. */
export const Command =
  <C extends CommandName>(name: C) =>
  <H extends Handler<C>>(target: object, _key: string | symbol, descriptor: TypedPropertyDescriptor<H>): void => {
    const marked = (Reflect.getOwnMetadata(HANDLES, target) as Map<CommandName, unknown> | undefined) ?? new Map();
    marked.set(name, descriptor.value);
    Reflect.defineMetadata(HANDLES, marked, target);
  };

export type AnyHandler = (call: Call<CommandName>) => unknown;

/** @returns the marked methods of a provider, bound to it */
export const commandsOf = (instance: object): [CommandName, AnyHandler][] => {
  const marked = Reflect.getMetadata(HANDLES, Object.getPrototypeOf(instance) as object) as
    | Map<CommandName, AnyHandler>
    | undefined;
  return [...(marked ?? [])].map(([name, method]) => [name, method.bind(instance)]);
};
