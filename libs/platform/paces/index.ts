export { PacesModule } from './paces.module.js';
export { PersonPaces } from './person-paces.js';
