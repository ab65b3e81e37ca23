import { isIPv6 } from 'node:net';

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
/** IPv6 customers get at least a /64, which is four of eight groups. */
const NETWORK_GROUPS = 4;

/** Key of a client address: the IPv4 address, or the /64 network of an IPv6 address. */
export const addressKey = (address: string | undefined): string => {
  const unscoped = (address ?? '').replace(/%.*$/, '');
  const ipv4 = MAPPED_IPV4.exec(unscoped)?.[1];
  if (ipv4) return ipv4;
  if (!isIPv6(unscoped)) return unscoped || 'unknown';
  const [head = '', tail] = unscoped.toLowerCase().split('::');
  const front = head ? head.split(':') : [];
  const back = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length;
  const groups = [...front, ...Array<string>(zeros).fill('0'), ...back];
  return `${groups
    .slice(0, NETWORK_GROUPS)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')}::/64`;
};
