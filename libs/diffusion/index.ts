export { createScheduler, isSchedulerName, SCHEDULER_NAMES, schedulerLabels } from './schedulers/catalogue.js';
export type { SchedulerName, SchedulerOptions } from './schedulers/catalogue.js';
export type { Scheduler, StepResult } from './schedulers/scheduler.js';
export { readSchedulerConfig, SchedulerConfigError } from './schedulers/scheduler-config.js';
export type { SchedulerConfig } from './schedulers/scheduler-config.js';
