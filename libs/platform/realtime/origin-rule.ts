import type { IncomingHttpHeaders } from 'node:http';

/**
 * Browsers send Origin with every WebSocket; a foreign one is another site using our visitor's cookie. Programs send none
 * and carry no cookie by accident, so they pass. Our own origin is the Host the page was loaded from, or a configured one.
 */
export class OriginRule {
  constructor(private readonly trusted: readonly string[]) {}

  allows({ origin, host }: IncomingHttpHeaders): boolean {
    if (origin === undefined) return true;
    if (this.trusted.includes(origin)) return true;
    return URL.canParse(origin) && new URL(origin).host === host;
  }
}
