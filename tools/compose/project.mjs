import { logStep, UserError } from '../console.mjs';
import { Container } from './container.mjs';

const HEALTH_DEADLINE_MS = 90_000;
const HEALTH_INTERVAL_MS = 500;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The containers of docker-compose.yml. */
export class Project {
  #containers = [];
  #plan;
  #network;
  #folder;

  constructor(plan, network, folder) {
    this.#plan = plan;
    this.#network = network;
    this.#folder = folder;
  }

  /** Running and ended containers of a service, or all. */
  containers(name) {
    return this.#containers.filter(({ service }) => name === undefined || service.name === name);
  }

  /** A running container of a service. */
  one(name) {
    return this.containers(name).find(({ isRunning }) => isRunning);
  }

  get network() {
    return this.#network;
  }

  /** Starts each service when those it depends on are healthy or have ended. */
  async up() {
    for (const service of this.#plan.services) {
      for (const { other, condition } of service.dependsOn) await this.#until(other, condition);
      await this.add(service.name);
    }
    for (const { name } of this.#plan.services) {
      if (name !== 'secrets') await this.#until(name, 'service_healthy');
    }
  }

  /** Starts one more container of a service. */
  async add(name) {
    const service = this.#plan.services.find((one) => one.name === name);
    const container = new Container(service, this.containers(name).length + 1, this.#folder);
    this.#containers.push(container);
    logStep(`Starting ${container.name}: ${service.image}`);
    await container.start(this.#network);
    return container;
  }

  /** A container that ends is started again, as its restart policy says. */
  async untilHealthy(container) {
    const deadline = Date.now() + HEALTH_DEADLINE_MS;
    while (!(container.isRunning && (await container.isHealthy()))) {
      if (Date.now() > deadline) throw new UserError(`${container.name} is not healthy.`, container.output);
      if (!container.isRunning && container.service.restarts) await container.start(this.#network);
      await pause(HEALTH_INTERVAL_MS);
    }
  }

  logs() {
    return this.#containers.map(({ name, output }) => `--- ${name}\n${output}`).join('\n');
  }

  async kill() {
    for (const container of this.#containers) container.kill();
    await Promise.all(this.#containers.map(({ ended }) => ended));
  }

  async #until(name, condition) {
    if (condition === 'service_healthy') {
      for (const container of this.containers(name)) await this.untilHealthy(container);
      return;
    }
    for (const container of this.containers(name)) {
      const code = await container.ended;
      if (code !== 0) throw new UserError(`${container.name} ended with ${code}.`, container.output);
    }
  }
}
