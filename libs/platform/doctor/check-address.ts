import type { Config } from '@visionary/platform/config';
import { finding, type DoctorFinding } from './findings.js';

const LOOPBACK = /^(localhost|127\.|::1$)/;

/** How users reach the server: encrypted, and with their own addresses. */
export function checkAddress({
  host,
  publicUrl,
  trustProxy,
}: Pick<Config, 'host' | 'publicUrl' | 'trustProxy'>): DoctorFinding {
  if (publicUrl?.startsWith('https:')) {
    const code = trustProxy === false ? 'proxyUntrusted' : 'addressPublic';
    return finding('address', trustProxy === false ? 'warning' : 'ok', code, { url: publicUrl });
  }
  return LOOPBACK.test(host)
    ? finding('address', 'ok', 'addressLocal', { host })
    : finding('address', 'warning', 'addressUnencrypted', { host });
}
