export { AccountsModule } from './accounts.module.js';
export { accountsEntities } from './storage/entities.js';
export { People, type Person } from './usecases/people.js';
