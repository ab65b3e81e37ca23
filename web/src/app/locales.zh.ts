export default import.meta.glob<object>(['../**/i18n.zh.ts', './**/i18n.zh.ts'], { eager: true, import: 'default' });
