import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import packet from 'dns-packet';

import { UserError } from '../console.mjs';
import { capture, start } from '../processes.mjs';

const DNS_PORT = 53;
const TTL_SECONDS = 1;

async function ip(...args) {
  const { code, output } = await capture('ip', args);
  if (code !== 0) throw new UserError(`ip ${args.join(' ')} failed.`, output.trim());
}

/**
 * Bridges, one per network of Compose, and a DNS server on each that knows the services on it, as Docker's does. A service
 * with several containers has several addresses.
 */
export class Network {
  /** Addresses by network, then by service. */
  #addresses = new Map();
  /** Networks of the container with an address. */
  #networksOf = new Map();
  #links = 0;
  #names;

  constructor(names) {
    this.#names = names;
    for (const name of names) this.#addresses.set(name, new Map());
  }

  static async create({ networks }) {
    await ip('link', 'set', 'lo', 'up');
    const network = new Network(networks);
    for (const [index, name] of networks.entries()) {
      await ip('link', 'add', `br${index}`, 'type', 'bridge');
      await ip('addr', 'add', `${network.gatewayOf(name)}/24`, 'dev', `br${index}`);
      await ip('link', 'set', `br${index}`, 'up');
      await network.#serveNames(network.gatewayOf(name));
    }
    return network;
  }

  /** The address of this process on a network, and of its DNS server. */
  gatewayOf(name) {
    return `10.89.${this.#names.indexOf(name)}.1`;
  }

  /** A network namespace on the networks of a service. Stays as long as its process. */
  async join(service, networks) {
    const holder = start('setpriv', ['--pdeathsig', 'KILL', 'unshare', '--net', 'sleep', 'infinity'], {
      stdio: 'ignore',
    });
    await once(holder, 'spawn');
    await this.#untilEntered(holder.pid);
    const enter = (...args) => capture('nsenter', [`--net=/proc/${holder.pid}/ns/net`, 'ip', ...args]);
    await enter('link', 'set', 'lo', 'up');
    const joined = [];
    for (const name of networks) {
      const id = ++this.#links;
      const address = `10.89.${this.#names.indexOf(name)}.${id + 1}`;
      await ip('link', 'add', `v${id}a`, 'type', 'veth', 'peer', 'name', `v${id}b`);
      await ip('link', 'set', `v${id}a`, 'master', `br${this.#names.indexOf(name)}`, 'up');
      await ip('link', 'set', `v${id}b`, 'netns', String(holder.pid));
      await enter('addr', 'add', `${address}/24`, 'dev', `v${id}b`);
      await enter('link', 'set', `v${id}b`, 'up');
      const ofService = this.#addresses.get(name);
      ofService.set(service, [...(ofService.get(service) ?? []), address]);
      this.#networksOf.set(address, networks);
      joined.push({ name, address });
    }
    return { holder, joined };
  }

  /** Names of a container that stopped are forgotten. */
  leave(service, joined) {
    for (const { name, address } of joined) {
      const ofService = this.#addresses.get(name);
      ofService.set(
        service,
        ofService.get(service).filter((one) => one !== address),
      );
    }
  }

  /** `unshare` starts in the namespace of its parent. */
  async #untilEntered(pid) {
    const own = (await capture('readlink', ['/proc/self/ns/net'])).output;
    while ((await capture('readlink', [`/proc/${pid}/ns/net`])).output === own) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async #serveNames(gateway) {
    const socket = createSocket('udp4');
    socket.on('message', (message, { address, port }) => {
      const query = packet.decode(message);
      const [question] = query.questions;
      const networks = this.#networksOf.get(address) ?? [];
      const found = networks.flatMap((name) => this.#addresses.get(name).get(question.name) ?? []);
      const answers =
        question.type === 'A' ? found.map((data) => ({ type: 'A', name: question.name, ttl: TTL_SECONDS, data })) : [];
      const isKnown = found.length > 0;
      const flags = packet.RECURSION_DESIRED | packet.RECURSION_AVAILABLE | (isKnown ? 0 : 3);
      socket.send(
        packet.encode({ type: 'response', id: query.id, flags, questions: query.questions, answers }),
        port,
        address,
      );
    });
    socket.bind(DNS_PORT, gateway);
    await once(socket, 'listening');
    socket.unref();
  }
}
