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

const COMMAND_HANDLERS = Symbol('command');

/** Marks a method of a gateway as the handler of a command. */
export const Command =
  <C extends CommandName>(name: C) =>
  <H extends Handler<C>>(target: object, _key: string | symbol, descriptor: TypedPropertyDescriptor<H>): void => {
    const handlers =
      (Reflect.getOwnMetadata(COMMAND_HANDLERS, target) as Map<CommandName, unknown> | undefined) ?? new Map();
    handlers.set(name, descriptor.value);
    Reflect.defineMetadata(COMMAND_HANDLERS, handlers, target);
  };

export type AnyHandler = (call: Call<CommandName>) => unknown;

/** @returns the marked methods of a provider, bound to it */
export const commandsOf = (instance: object): [CommandName, AnyHandler][] => {
  const handlers = Reflect.getMetadata(COMMAND_HANDLERS, Object.getPrototypeOf(instance) as object) as
    | Map<CommandName, AnyHandler>
    | undefined;
  return [...(handlers ?? [])].map(([name, method]) => [name, method.bind(instance)]);
};
