import { Injectable } from '@nestjs/common';
import { ListUserStandings } from '@visionary/accounts';
import type { DeviceView } from '@visionary/contract';
import { banRejection, Clock, Rejection } from '@visionary/kernel';
import { Config } from '@visionary/platform/config';
import type { LentRenderer } from '../domain/lent-renderer.js';
import { LentRenderersRepository } from '../storage/lent-renderers.repository.js';
import { hashLenderToken } from './lender-token.js';

/** What the connection of a lender needs: who it is, and what came of it. */
@Injectable()
export class LentRenderers {
  constructor(
    private readonly renderers: LentRenderersRepository,
    private readonly standings: ListUserStandings,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * The renderer of a token, also while it waits to be accepted; `accepts` keeps takes from it until then.
   * @throws Rejection LENDING_OFF, LENDING_TOKEN_INVALID, LENDING_BANNED { reason }, SAFETY_BANNED when its owner is banned
   */
  async authenticate(token: string): Promise<LentRenderer> {
    return this.admit(await this.renderers.byTokenHash(hashLenderToken(token)));
  }

  /** The renderer of an open connection after LentRendererChanged. @throws Rejection as `authenticate` */
  async current(id: string): Promise<LentRenderer> {
    return this.admit(await this.renderers.find(id));
  }

  /** Records that the program of a renderer is connected. Callers throttle it. */
  async seen(id: string, device: DeviceView | null): Promise<void> {
    await this.renderers.markSeen(id, this.clock.now(), device);
  }

  private async admit(renderer: LentRenderer | null): Promise<LentRenderer> {
    if (this.config.lending === 'off') throw new Rejection('LENDING_OFF');
    const owner = renderer && (await this.standings.of([renderer.ownerId])).get(renderer.ownerId);
    if (!renderer || !owner) throw new Rejection('LENDING_TOKEN_INVALID');
    const rejection = banRejection(owner, this.clock.now());
    if (rejection) throw rejection;
    if (renderer.state === 'banned') throw new Rejection('LENDING_BANNED', { reason: renderer.reason });
    return renderer;
  }
}
