export { Config, ConfigError, readConfig, readStationConfig } from './config.js';
export { ConfigModule } from './config.module.js';
export { Environment } from './environment.js';
