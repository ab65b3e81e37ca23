import { readFileSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';

import { at } from '../paths.mjs';

/** User and group ids that the images use. */
export const USERS = { root: 0, mysql: 999, redis: 998, node: 1000 };

const dockerfile = readFileSync(at('Dockerfile'), 'utf8');
const cpuStage = /^FROM \S+ AS cpu\n[^]*?(?=^FROM )/m.exec(dockerfile)[0];

/** What the Dockerfile sets. */
const ownEnvironment = Object.fromEntries(
  [...(/^ENV (.+)$/m.exec(cpuStage)?.[1] ?? '').matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
);
const ownCommand = JSON.parse(/^CMD (\[.+\])$/m.exec(cpuStage)[1]);
const ownHealthcheck = /^HEALTHCHECK[^]*?CMD (\[.+\])$/m.exec(cpuStage)[1];

/** As MySQL's entrypoint: creates the database and its user at the first start. MariaDB stands in for MySQL. */
const MYSQL_ENTRYPOINT = `
set -eu
mkdir -p /var/run/mysqld
if [ ! -d /var/lib/mysql/mysql ]; then
  chown -R mysql:mysql /var/lib/mysql
  mariadb-install-db --no-defaults --user=mysql --datadir=/var/lib/mysql --auth-root-authentication-method=normal --skip-test-db >/dev/null
fi
password=$(cat "$MYSQL_PASSWORD_FILE")
cat >/tmp/init.sql <<SQL
create database if not exists $MYSQL_DATABASE;
create user if not exists '$MYSQL_USER'@'%' identified by '$password';
grant all on $MYSQL_DATABASE.* to '$MYSQL_USER'@'%';
SQL
exec mariadbd --no-defaults --user=mysql --datadir=/var/lib/mysql --init-file=/tmp/init.sql --bind-address=0.0.0.0 --skip-name-resolve \\
  --socket=/var/run/mysqld/mysqld.sock --pid-file=/tmp/mysqld.pid --log-warnings=1
`;

/** By the name of the image, without its version: who runs what, and the folders that belong to that user. */
const IMAGES = {
  visionary: {
    user: 'node',
    environment: ownEnvironment,
    command: ownCommand,
    healthcheck: { test: ['CMD', ...JSON.parse(ownHealthcheck)] },
    workdir: '/app',
    folders: { '/data': ['blobs'], '/cache': [] },
    files: ['dist', 'node_modules', 'package.json', 'LICENSE', 'models/visionary-mini', 'models/loras'].map((path) => [
      at(path),
      `/app/${path}`,
    ]),
  },
  mysql: { user: 'root', entrypoint: ['/bin/sh', '-c', MYSQL_ENTRYPOINT] },
  redis: { user: 'root' },
  caddy: { user: 'root', environment: { XDG_CONFIG_HOME: '/config', XDG_DATA_HOME: '/data' } },
};

export const imageOf = ({ image }) => IMAGES[image.split(':')[0]];

/** The folder of Node, as the image has it in its PATH. */
export const NODE_FOLDER = dirname(dirname(realpathSync(process.execPath)));
