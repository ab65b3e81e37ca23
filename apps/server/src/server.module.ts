import { type DynamicModule, Module } from '@nestjs/common';
import { SweepModule } from '@visionary/platform/blobs';
import type { Config } from '@visionary/platform/config';
import { instanceModules } from '../../shared/instance.js';
import { PlatformHealthProbes } from './platform-health-probes.js';

/** One node. */
@Module({})
export class ServerModule {
  static forRoot(config: Config, version: string): DynamicModule {
    return {
      module: ServerModule,
      imports: [...instanceModules(config, version, config.mode === 'embedded'), SweepModule],
      providers: [PlatformHealthProbes],
    };
  }
}
