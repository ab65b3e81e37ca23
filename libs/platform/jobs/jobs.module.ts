import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Jobs } from '@visionary/kernel';
import { DatabaseJobs, JobsOptions } from './database-jobs.js';
import { JobRepository } from './job.repository.js';

/** Background work of all slices. */
@Global()
@Module({})
export class JobsModule {
  static forRoot(options: JobsOptions): DynamicModule {
    return {
      module: JobsModule,
      providers: [
        { provide: JobsOptions, useValue: options },
        JobRepository,
        { provide: Jobs, useClass: DatabaseJobs },
      ],
      exports: [JobRepository, Jobs],
    };
  }
}
