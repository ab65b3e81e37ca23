import NodeEnvironment from 'jest-environment-node';

const globalOf = (key) => Object.getOwnPropertyDescriptor(globalThis, key);

/** Removes globals that a file added, and restores those it replaced. */
function putBack(before) {
  // The matchers of Jest stay.
  for (const key of Reflect.ownKeys(globalThis)) if (!before.has(key)) Reflect.deleteProperty(globalThis, key);
  for (const [key, was] of before) {
    const isReplaced = was.configurable && 'value' in was && was.value !== globalOf(key)?.value;
    if (isReplaced) Object.defineProperty(globalThis, key, was);
  }
}

/** For files that runtime.mjs loads: the realm of the process, restored after each file. */
export default class NativeEnvironment extends NodeEnvironment {
  #globals = new Map(Reflect.ownKeys(globalThis).map((key) => [key, globalOf(key)]));
  #env = { ...process.env };
  #exit = process.exit;
  // The server closes its files to other users, and these tests share one process.
  #umask = process.umask();
  #own;

  constructor(config, context) {
    super(config, context);
    this.#own = this.global;
    this.global = globalThis;
    this.moduleMocker = new this.moduleMocker.constructor(globalThis);
    this.fakeTimersModern = new this.fakeTimersModern.constructor({ config: config.projectConfig, global: globalThis });
  }

  /** Tells support/browser.ts, whose pages then say what they show. */
  handleTestEvent({ name }) {
    if (name === 'test_start') this.global.hasTestFailed = false;
    if (name === 'test_fn_failure') this.global.hasTestFailed = true;
  }

  async teardown() {
    // Fake timers first: the globals they replaced are restored next.
    this.fakeTimersModern.dispose();
    putBack(this.#globals);
    process.exit = this.#exit;
    process.umask(this.#umask);
    for (const name of Object.keys(process.env)) if (!(name in this.#env)) delete process.env[name];
    Object.assign(process.env, this.#env);
    this.global = this.#own;
    await super.teardown();
  }
}
