export { ROUTES } from '@visionary/contract';
