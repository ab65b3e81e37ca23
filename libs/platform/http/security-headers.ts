import helmet, { type HelmetOptions } from 'helmet';

const ANCESTORS = { baseUri: ["'none'"], formAction: ["'self'"], frameAncestors: ["'none'"], objectSrc: ["'none'"] };

/**
 * Scripts come from this server alone. Styles may be inline: CodeMirror and the emoji picker write style elements of their
 * own, and a style cannot run code. `'self'` in connect-src covers the WebSocket of the same host.
 */
const PAGE = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'blob:', 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
  manifestSrc: ["'self'"],
  ...ANCESTORS,
};

/** Headers of every answer. */
export const securityHeaders = ({ https }: { readonly https: boolean }) => {
  const options: HelmetOptions = {
    contentSecurityPolicy: { useDefaults: false, directives: PAGE },
    strictTransportSecurity: https,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
  };
  return helmet(options);
};
