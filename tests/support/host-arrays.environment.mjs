import NodeEnvironment from 'jest-environment-node';

const TYPED_ARRAYS = [
  Int8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
  Float32Array,
  Float64Array,
];

/**
 * Jest runs tests in a realm with separate typed arrays, which native add-ons such as onnxruntime reject as
 * foreign. Here tests get the process's own ones, as the code under test does in production.
 */
export default class HostArraysEnvironment extends NodeEnvironment {
  async setup() {
    await super.setup();
    for (const constructor of TYPED_ARRAYS) this.global[constructor.name] = constructor;
  }
}
