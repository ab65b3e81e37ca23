export { ownCardBytes } from '@visionary/graphics-cards';
