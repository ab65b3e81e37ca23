import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { capture } from './processes.mjs';
import { logStep, UserError } from './console.mjs';

/** Programs that the tests need: their names, and the Debian packages that contain them. */
const PROGRAMS = {
  mysql: { names: ['mariadbd'], packages: ['mariadb-server-core', 'mariadb-client-core'] },
  mysqlInstall: { names: ['mariadb-install-db'], packages: ['mariadb-server-core', 'mariadb-client-core'] },
  // Backups of MySQL need these. On Debian, mariadb-client-core contains only the client.
  mysqlDump: { names: ['mysqldump', 'mariadb-dump'], packages: ['mariadb-client'] },
  mysqlClient: { names: ['mysql', 'mariadb'], packages: ['mariadb-client-core'] },
  // A load balancer with the example of the operator's guide.
  nginx: { names: ['nginx'], packages: ['nginx-light'] },
  redis: { names: ['redis-server', 'valkey-server'], packages: ['redis-server'] },
  // Containers without an engine need these: tools/compose.mjs.
  redisClient: { names: ['redis-cli'], packages: ['redis-tools'] },
  caddy: { names: ['caddy'], packages: ['caddy'] },
  bubblewrap: { names: ['bwrap'], packages: ['bubblewrap'] },
  ip: { names: ['ip'], packages: ['iproute2'] },
  // The headless shell renders pages without windows, which makes browser tests a third faster.
  chromium: {
    names: ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'],
    packages: ['chromium-headless-shell'],
  },
};

/** Replacements for packages that some Debian versions lack. */
const REPLACEMENTS = { 'chromium-headless-shell': 'chromium' };

/** Screenshots and tests with Chinese text need its glyphs. */
const CHINESE_FONT = { file: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', package: 'fonts-noto-cjk' };

/** Tests of graphics devices run on the software device of Mesa. */
const VULKAN_DRIVER = { folder: '/usr/share/vulkan/icd.d', name: /^lvp_icd\..*json$/, package: 'mesa-vulkan-drivers' };

function hasSoftwareDevice() {
  const { folder, name } = VULKAN_DRIVER;
  return existsSync(folder) && readdirSync(folder).some((file) => name.test(file));
}

/** Servers are in sbin folders, which a regular user's PATH omits. */
const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];

function find(names) {
  for (const folder of FOLDERS) {
    for (const name of names) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // Not in this folder.
      }
    }
  }
  return undefined;
}

const locate = (keys) =>
  Object.fromEntries(
    keys.map((key) => [key, (key === 'chromium' && process.env.CHROMIUM_PATH) || find(PROGRAMS[key].names)]),
  );

function missingPackages(found) {
  const packages = Object.keys(found).flatMap((key) => (found[key] ? [] : PROGRAMS[key].packages));
  if (find(['apt-get']) && !existsSync(CHINESE_FONT.file)) packages.push(CHINESE_FONT.package);
  if (find(['apt-get']) && !hasSoftwareDevice()) packages.push(VULKAN_DRIVER.package);
  return [...new Set(packages)];
}

/** @returns the package if this machine's lists have it, otherwise its replacement */
async function availablePackage(name) {
  const { code } = await capture('apt-cache', ['show', '--no-all-versions', name]);
  return code === 0 ? name : (REPLACEMENTS[name] ?? name);
}

async function install(packages) {
  const installCommand = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  const hasApt = find(['apt-get']) !== undefined;
  if (!hasApt || process.getuid?.() !== 0) {
    const hint = hasApt
      ? `sudo apt-get update && sudo ${installCommand}`
      : `Install the programs of these Debian packages: ${packages}`;
    throw new UserError(`The tests need programs that are not installed: ${packages.join(', ')}.`, hint);
  }
  logStep(`Installing programs for the tests: ${packages.join(', ')}`);
  // With RUNLEVEL=1, Debian's maintainer scripts start no services; the tests run their own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  // Another installation may be running, such as that of another run.
  const aptGet = async (...args) => {
    const { code, output } = await capture('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { env });
    if (code === 0) return;
    console.error(output.trim());
    throw new UserError(`apt-get ${args[0]} failed.`, `Run it yourself: apt-get update && ${installCommand}`);
  };
  await aptGet('update');
  await aptGet('install', '-y', '--no-install-recommends', ...(await Promise.all(packages.map(availablePackage))));
}

/**
 * Finds the programs that the tests need, and installs missing ones if permitted (root on Debian).
 * @param {{mysql: boolean, redis: boolean, backups?: boolean, balancer?: boolean, containers?: boolean}} needs `backups`:
 * programs that dump and restore MySQL; `containers`: programs that run docker-compose.yml without an engine
 * @throws UserError with the command to run when it is not permitted
 */
export async function providePrograms({ mysql, redis, backups = false, balancer = false, containers = false }) {
  const keys = [
    ...(mysql ? ['mysql', 'mysqlInstall'] : []),
    ...(backups ? ['mysqlDump', 'mysqlClient'] : []),
    ...(redis ? ['redis'] : []),
    ...(balancer ? ['nginx'] : []),
    ...(containers ? ['redisClient', 'caddy', 'bubblewrap', 'ip'] : []),
    'chromium',
  ];
  const packages = missingPackages(locate(keys));
  if (packages.length > 0) await install(packages);
  const found = locate(keys);
  const stillMissing = missingPackages(found);
  if (stillMissing.length > 0) {
    throw new UserError(`Still missing after the install: ${stillMissing.join(', ')}.`, 'Install them manually.');
  }
  return found;
}
