import { Injectable } from '@nestjs/common';
import { Config } from '@visionary/platform/config';

/** The origins whose pages may send requests with a user's cookie. */
@Injectable()
export class AllowedOrigins {
  private readonly trusted: ReadonlySet<string>;
  private readonly allowsOwnHost: boolean;

  constructor(config: Config) {
    this.trusted = new Set([...(config.publicUrl ? [config.publicUrl] : []), ...config.trustedOrigins]);
    this.allowsOwnHost = config.publicUrl === undefined;
  }

  /**
   * Browsers send Origin with every socket handshake and every state-changing request. A client without it isn't a
   * browser, so it can't be tricked into sending a cookie. `null` (sandboxed frames, files) is rejected. Without
   * PUBLIC_URL, the origin must match the Host header.
   */
  allows(origin: string | undefined, host: string | undefined): boolean {
    if (origin === undefined) return true;
    if (this.trusted.has(origin)) return true;
    return (
      this.allowsOwnHost && host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
    );
  }
}
