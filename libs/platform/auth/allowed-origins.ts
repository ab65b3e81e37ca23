import { Injectable } from '@nestjs/common';
import { Config } from '@visionary/platform/config';

/** Which pages may speak to this server with a user's cookie. */
@Injectable()
export class AllowedOrigins {
  private readonly trusted: ReadonlySet<string>;
  private readonly followsHost: boolean;

  constructor(config: Config) {
    this.trusted = new Set([...(config.publicUrl ? [config.publicUrl] : []), ...config.trustedOrigins]);
    this.followsHost = config.publicUrl === undefined;
  }

  /**
   * Browsers send Origin with every socket handshake and every request that changes something; a client without one is no
   * browser, and so cannot carry a cookie against its user's will. `null` (sandboxed frames, files) is refused.
   * Without PUBLIC_URL the page must come from the host the request names.
   */
  allows(origin: string | undefined, host: string | undefined): boolean {
    if (origin === undefined) return true;
    if (this.trusted.has(origin)) return true;
    return (
      this.followsHost && host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
    );
  }
}
