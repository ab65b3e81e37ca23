import { type DynamicModule, Global, Module, type ModuleMetadata } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Broadcast } from './broadcast.js';
import { CommandRouter } from './command-router.js';
import { Presence } from './presence.js';
import { RealtimeGateway } from './realtime.gateway.js';

/** Sockets, commands, broadcasts and presence. `imports` bring the module that binds RoomAccess. */
@Global()
@Module({})
export class RealtimeModule {
  static forRoot({ imports }: { readonly imports: NonNullable<ModuleMetadata['imports']> }): DynamicModule {
    return {
      module: RealtimeModule,
      imports: [DiscoveryModule, ...imports],
      providers: [Broadcast, Presence, CommandRouter, RealtimeGateway],
      exports: [Broadcast, Presence],
    };
  }
}
