import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Lock, Locker } from '@tus/server';
import { Clock } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { DraftFiles } from '../../storage/drafts/draft-files.js';
import { TusError } from './tus-errors.js';
import { currentUploadRequest, type UploadRequest } from './upload-request.js';

const LOCK_REQUESTED_TOPIC = 'hub.upload.wanted';
const LOCK_TIMEOUT_MS = 20_000;
const RETRY_INTERVAL_MS = 100;
/** A crashed node blocks an upload no longer than this. */
const LEASE_MS = 15_000;
const RENEW_INTERVAL_MS = 4_000;

interface LocalLock {
  /** Asks the holder to release the lock. Its received bytes are kept. */
  readonly yieldLock: () => void;
  readonly released: Promise<void>;
}

interface LockRequest {
  readonly holder: string;
  readonly call: UploadRequest;
  readonly signal: AbortSignal;
}

/**
 * Lets one request at a time read or write an upload, across nodes, with a lease in the file's row. A later request takes over,
 * because the earlier connection is often dead without knowing it.
 */
@Injectable()
export class UploadLocks implements Locker {
  private readonly localLocks = new Map<string, LocalLock>();

  constructor(
    private readonly files: DraftFiles,
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {
    bus.subscribe<{ id: string; from: string }>(LOCK_REQUESTED_TOPIC, ({ id, from }) => {
      if (from !== bus.nodeId) this.localLocks.get(id)?.yieldLock();
    });
  }

  newLock(id: string): Lock {
    const holder = randomUUID();
    let release: () => Promise<void> = () => Promise.resolve();
    return {
      lock: async (signal, cancel) => {
        const call = currentUploadRequest();
        const { request, stop, user } = call;
        // No other request can know a new upload.
        if (request.method === 'POST') return;
        // Other users must not interrupt an upload.
        if ((await this.files.byId(id))?.creatorId !== user.id) throw new TusError('FILE_NOT_FOUND');
        release = await this.acquire(id, { holder, call, signal }, () => {
          stop.abort();
          void cancel();
        });
      },
      unlock: () => release(),
    };
  }

  private async acquire(id: string, request: LockRequest, yieldLock: () => void): Promise<() => Promise<void>> {
    const { holder, signal } = request;
    const deadline = performance.now() + LOCK_TIMEOUT_MS;
    await this.waitForLocalRelease(id, deadline, signal);
    let markReleased: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (markReleased = resolve));
    this.localLocks.set(id, { yieldLock, released });
    const releaseLocally = () => {
      this.localLocks.delete(id);
      markReleased();
    };
    try {
      await this.acquireLease(id, request, deadline);
    } catch (error) {
      releaseLocally();
      throw error;
    }
    const stopRenewing = this.keepRenewing(id, request, yieldLock);
    return async () => {
      stopRenewing();
      await this.files.releaseLease(id, holder).finally(releaseLocally);
    };
  }

  private async waitForLocalRelease(id: string, deadline: number, signal: AbortSignal): Promise<void> {
    for (let lock = this.localLocks.get(id); lock; lock = this.localLocks.get(id)) {
      lock.yieldLock();
      await Promise.race([lock.released, pause(RETRY_INTERVAL_MS)]);
      requireTime(deadline, signal);
    }
  }

  private async acquireLease(id: string, request: LockRequest, deadline: number): Promise<void> {
    while (!(await this.tryLease(id, request))) {
      if (!(await this.files.byId(id))) throw new TusError('FILE_NOT_FOUND');
      this.bus.publish(LOCK_REQUESTED_TOPIC, { id, from: this.bus.nodeId });
      await pause(RETRY_INTERVAL_MS);
      requireTime(deadline, request.signal);
    }
  }

  /** Stops the request if the lease is lost. */
  private keepRenewing(id: string, request: LockRequest, yieldLock: () => void): () => void {
    const renew = () => this.tryLease(id, request).then((isHeld) => isHeld || yieldLock(), yieldLock);
    const timer = setInterval(() => void renew(), RENEW_INTERVAL_MS);
    return () => clearInterval(timer);
  }

  private async tryLease(id: string, { holder, call }: LockRequest): Promise<boolean> {
    const now = this.clock.now();
    const until = now + LEASE_MS;
    const isHeld = await this.files.acquireLease(id, { holder, now, until });
    if (isHeld) call.leaseUntil = until;
    return isHeld;
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const requireTime = (deadline: number, signal: AbortSignal): void => {
  if (signal.aborted) throw new TusError('ABORTED');
  if (performance.now() > deadline) throw new TusError('ERR_LOCK_TIMEOUT');
};
