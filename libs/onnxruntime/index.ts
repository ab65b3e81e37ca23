// The order of these lines matters: the runtime reads the switch when it is loaded.
import './telemetry.js';

export { env, InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
