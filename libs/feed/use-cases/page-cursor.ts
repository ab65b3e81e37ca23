export { pageOf, readCursor } from '@visionary/kernel';
