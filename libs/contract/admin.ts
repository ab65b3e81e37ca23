import { z } from 'zod';
import { UserView } from './accounts.js';
import { DeviceView, PauseReason, Provider } from './devices.js';
import { LentBy } from './lending.js';
import { LIMITS } from './limits.js';
import { Timestamp, Id, text } from './primitives.js';

/** A model with its LoRAs in a renderer's memory. `bytes` was measured on load. */
export const PoolEntryView = z
  .strictObject({
    model: z.string(),
    loras: z.array(z.strictObject({ id: z.string(), weight: z.number() })),
    bytes: z.number(),
    /** Takes that use it now. */
    leases: z.number().int(),
    loadMs: z.number(),
    lastUsedAt: Timestamp,
  })
  .meta({ id: 'PoolEntry' });
export type PoolEntryView = z.infer<typeof PoolEntryView>;

export const PoolView = z
  .strictObject({
    /** Most recently used first. */
    entries: z.array(PoolEntryView),
    budgetBytes: z.number(),
    /** Kept free for what running takes compute besides. Absent if the renderer doesn't report it. */
    reservedBytes: z.number().optional(),
    /** Resident memory of the renderer process. */
    rssBytes: z.number(),
    /** What of this is in the memory of a card. Absent if nothing can be. */
    device: z
      .strictObject({
        budgetBytes: z.number(),
        /** Of models, measured or estimated. */
        bytes: z.number(),
        reservedBytes: z.number(),
        /** Of the process, with everything. Absent if nothing measures it. */
        usedBytes: z.number().optional(),
      })
      .optional(),
    hits: z.number().int(),
    misses: z.number().int(),
    evictions: z.number().int(),
    /** Models that didn't fit on the first attempt. */
    outOfMemory: z.number().int(),
    loadSeconds: z.number(),
  })
  .meta({ id: 'Pool' });
export type PoolView = z.infer<typeof PoolView>;

export const RendererView = z
  .strictObject({
    id: z.string(),
    /** A readable description of where it runs. */
    host: z.string(),
    state: z.enum(['starting', 'idle', 'rendering', 'unavailable']),
    /** Why it gets no takes. It may still finish one. */
    pausedBy: PauseReason.optional(),
    takeId: Id.nullable(),
    restarts: z.number().int(),
    pool: PoolView.nullable(),
    /** Absent until it has started. */
    device: DeviceView.optional(),
    /** A step as takes measured it last. Absent until one did, or if several renderers have the same device. */
    step: z.strictObject({ model: z.string(), pixels: z.number().int(), ms: z.number() }).optional(),
    /** Who lends it. Absent for a renderer of the instance. */
    lender: LentBy.optional(),
  })
  .meta({ id: 'Renderer' });
export type RendererView = z.infer<typeof RendererView>;

export const QuarantineView = z
  .strictObject({
    model: z.string(),
    /** What it is not rendered with. Absent if it is quarantined for all, in the hub. */
    provider: Provider.optional(),
    reason: z.string(),
    at: Timestamp,
  })
  .meta({ id: 'Quarantine' });
export type QuarantineView = z.infer<typeof QuarantineView>;

/** How strictly a process is isolated that handles files of users. */
export const IsolationView = z
  .strictObject({
    level: z.enum(['bubblewrap', 'user', 'limits']),
    /** Whether the process can reach the network. */
    hasNetwork: z.boolean(),
    /** Why it isn't stricter, in English, as the system reports it. */
    reason: z.string().optional(),
  })
  .meta({ id: 'Isolation' });
export type IsolationView = z.infer<typeof IsolationView>;

/** Isolation of the renderer or, per node, of another process. */
export const ProcessIsolationView = IsolationView.extend({
  host: z.string(),
  process: z.enum(['renderer', 'trial', 'imageCheck', 'imageDecoding']),
}).meta({ id: 'ProcessIsolation' });
export type ProcessIsolationView = z.infer<typeof ProcessIsolationView>;

/** The background jobs of one kind. */
export const JobsView = z
  .strictObject({
    kind: z.string(),
    /** Jobs that are due. Jobs scheduled for later show in `nextRunAt` only. */
    waiting: z.number().int(),
    running: z.number().int(),
    /** Jobs whose last attempt failed. They are retried. */
    failed: z.number().int(),
    lastError: z.string().nullable(),
    /** Null while all are running. */
    nextRunAt: Timestamp.nullable(),
  })
  .meta({ id: 'Jobs' });
export type JobsView = z.infer<typeof JobsView>;

/** A take that renders or waits, of any room. */
export const OpenTakeView = z
  .strictObject({
    id: Id,
    /** Absent for a sample, which has no room. */
    roomId: Id.optional(),
    /** Absent for rooms that the receiving admin may not open. Empty for a direct room. */
    roomName: z.string().optional(),
    author: UserView.optional(),
    number: z.number().int(),
    model: z.string(),
    status: z.enum(['queued', 'rendering']),
    queuedAt: Timestamp,
    startedAt: Timestamp.optional(),
    /** Of its current image, after the first step. */
    progress: z.strictObject({ step: z.number().int(), steps: z.number().int(), msLeft: z.number() }).optional(),
  })
  .meta({ id: 'OpenTake' });
export type OpenTakeView = z.infer<typeof OpenTakeView>;

/** Takes that started in the last 24 hours, samples included. */
export const TakeActivityView = z
  .strictObject({
    /** Start of the first hour. */
    since: Timestamp,
    /** A count for each hour, oldest first. */
    takesPerHour: z.array(z.number().int()).length(24),
  })
  .meta({ id: 'TakeActivity' });
export type TakeActivityView = z.infer<typeof TakeActivityView>;

export const EndTake = z.strictObject({ takeId: Id, reason: text(LIMITS.adminReasonLength).optional() });

/** State of the instance for its admins. */
export const AdminView = z
  .strictObject({
    renderers: z.array(RendererView),
    queue: z.strictObject({ waiting: z.number().int(), rendering: z.number().int() }),
    /** Rendering takes, then the oldest waiting ones. */
    openTakes: z.array(OpenTakeView).optional(),
    quarantined: z.array(QuarantineView),
    sockets: z.number().int(),
    /** Of all renderers and nodes. Renderers that have not started are absent. */
    isolation: z.array(ProcessIsolationView).optional(),
    /** The disk of the data folder, as the answering node sees it. Low: less than the reserve is free, and new files are rejected. */
    storage: z
      .strictObject({
        freeBytes: z.number(),
        isLow: z.boolean(),
        reserveBytes: z.number(),
        isWritable: z.boolean().optional(),
      })
      .optional(),
    jobs: z.array(JobsView),
  })
  .meta({ id: 'Admin' });
export type AdminView = z.infer<typeof AdminView>;
