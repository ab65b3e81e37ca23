// Separate entry point: recognizes what people add to a model and compares it with models. Never imports the runtime.
export { ADDITION_KINDS } from './additions/addition-kind.js';
export { type AdditionFacts, isAddition, readAddition, type ReadAddition } from './additions/addition-facts.js';
export { additionMismatch, type AdditionMismatch } from './additions/addition-fit.js';
export { modelTraits, type ModelTraits } from './additions/model-traits.js';
