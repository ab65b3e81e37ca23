import '@fontsource-variable/source-sans-3/wght.css';
import '@fontsource-variable/source-serif-4/wght.css';
import '../shared/ui/tokens.css';
import '../shared/ui/base.css';
import '../shared/ui/controls.css';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { i18n, startI18n } from '../shared/i18n/index.js';
import { toRejection } from '../shared/api/rejection.js';
import { useSessionStore } from '../shared/session/index.js';
import App from './App.vue';
import { loadLocale } from './locales.js';
import { createAppRouter } from './router.js';

const app = createApp(App).use(createPinia()).use(i18n);

// The app starts without a server, too: as a visitor, with the connection banner.
await Promise.all([startI18n(loadLocale), useSessionStore().load().catch(toRejection)]);
app.use(createAppRouter());
app.mount('#app');
