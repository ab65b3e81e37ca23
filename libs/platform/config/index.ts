export { Config, ConfigError, readConfig, readStationConfig, type S3Settings } from './config.js';
export { ConfigModule } from './config.module.js';
export { Environment } from './environment.js';
