// Runs before the first paint, so that nobody sees the wrong theme flash. An own file because the CSP takes no inline script.
(() => {
  const stored = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const theme = stored('visionary.theme');
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  const root = document.documentElement;
  root.classList.toggle('dark', dark);
  document.querySelector('meta[name=theme-color]').content = dark ? '#171513' : '#f7f4ed';
  const language = stored('visionary.language') ?? (/^zh\b/i.test(navigator.language) ? 'zh' : 'en');
  root.lang = language === 'zh' ? 'zh-CN' : 'en';
})();
