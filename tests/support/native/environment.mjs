import NodeEnvironment from 'jest-environment-node';

const describeAll = () => new Map(Reflect.ownKeys(globalThis).map((key) => [key, of(key)]));
const of = (key) => Object.getOwnPropertyDescriptor(globalThis, key);

/** For files that are loaded by runtime.mjs: the process's own realm, put back as it was after each file. */
export default class NativeEnvironment extends NodeEnvironment {
  #before = describeAll();
  #exit = process.exit;
  #own;

  constructor(config, context) {
    super(config, context);
    this.#own = this.global;
    this.global = globalThis;
    this.moduleMocker = new this.moduleMocker.constructor(globalThis);
    this.fakeTimersModern = new this.fakeTimersModern.constructor({ config: config.projectConfig, global: globalThis });
  }

  async teardown() {
    process.exit = this.#exit;
    this.fakeTimersModern.dispose();
    for (const key of Reflect.ownKeys(globalThis)) if (!this.#before.has(key)) Reflect.deleteProperty(globalThis, key);
    for (const [key, before] of this.#before) {
      if (before.configurable && 'value' in before && before.value !== of(key)?.value) {
        Object.defineProperty(globalThis, key, before);
      }
    }
    this.global = this.#own;
    await super.teardown();
  }
}
