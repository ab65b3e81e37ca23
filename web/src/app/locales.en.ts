import type { Messages } from '../shared/i18n/i18n.js';

const slices = import.meta.glob<Messages>(['../**/i18n.en.ts', './**/i18n.en.ts'], { eager: true, import: 'default' });

export default Object.assign({}, ...Object.values(slices)) as Messages;
