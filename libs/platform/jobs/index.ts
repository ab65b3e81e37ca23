export { JobRepository } from './job.repository.js';
export { JobsModule } from './jobs.module.js';
