export { Config, ConfigError, readConfig, readLenderConfig, readWorkerConfig, type S3Settings } from './config.js';
export { closeDataFolder } from './data-folder.js';
export { ConfigModule } from './config.module.js';
export { Environment } from './environment.js';
