import { defineEntity, p } from '@mikro-orm/core';

/** Background work that every node may do (`Jobs`). A row is deleted when its work is done. */
export const jobEntity = defineEntity({
  name: 'Job',
  tableName: 'job',
  properties: {
    kind: p.string().length(40).primary(),
    /** What the work is about. Empty for recurring jobs. */
    jobKey: p.string().length(100).primary(),
    /** JSON. */
    payload: p.text().nullable(),
    runAt: p.bigint('number'),
    /** Starts since the last success, without those that a shutdown interrupted. */
    attempts: p.integer().default(0),
    /** Raised by each request, so that a request during a run causes another run. */
    requests: p.integer().default(0),
    leaseHolder: p.character().length(36).nullable(),
    leaseUntil: p.bigint('number').nullable(),
    /** Of the last attempt. */
    error: p.text().nullable(),
  },
  indexes: [{ name: 'job_due', properties: ['runAt'] }],
});
