/**
 * `npm run migration -- NAME`: writes the next migration of each dialect from the difference between entities and
 * existing migrations.
 */
import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { at } from './paths.mjs';
import { endAllOnSignal, show } from './processes.mjs';
import { command, UserError } from './console.mjs';
import { provideServices } from './services.mjs';

await command(async () => {
  endAllOnSignal();
  const [name, ...rest] = process.argv.slice(2);
  if (!/^[a-z][a-z0-9-]*$/.test(name ?? '') || rest.length > 0) {
    throw new UserError('A migration needs a name in kebab-case.', 'npm run migration -- add-mentions');
  }
  const runtime = await bootstrap();
  await build(runtime, ['server']);
  const services = await provideServices();
  try {
    const script = at('tools', 'migration', 'write.mjs');
    return await show(runtime.node, [script, name], {
      env: { ...runtime.env, ...services.env },
    });
  } finally {
    await services.stop();
  }
});
