import type { Messages } from '../shared/i18n/i18n.js';

const slices = import.meta.glob<Messages>(['../**/i18n.zh.ts', './**/i18n.zh.ts'], { eager: true, import: 'default' });

export default Object.assign({}, ...Object.values(slices)) as Messages;
