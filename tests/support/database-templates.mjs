/**
 * `node tests/support/database-templates.mjs FOLDER`: makes what tests copy a database with all tables from: FOLDER/template.sqlite and
 * FOLDER/template.sql, statements for MySQL. The migrations cost half a second of CPU on SQLite and more on MySQL, hundreds of times.
 */
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { createOrm, migrate } from '../../dist/libs/platform/database/index.js';

const [, , folder] = process.argv;

async function migrated(url) {
  const orm = createOrm({ url, entities: [] });
  await orm.connect();
  await migrate(orm, url);
  return orm;
}

/** The build has made one already. */
const EMPTY = new URL('../../dist/libs/platform/database/empty.sqlite', import.meta.url);

/** Statements that make the tables and rows of the database in use. */
async function statementsOf(connection) {
  const [tables] = await connection.query("show full tables where Table_type = 'BASE TABLE'");
  const statements = [];
  for (const table of tables.map((row) => Object.values(row)[0])) {
    const [[created]] = await connection.query(`show create table \`${table}\``);
    const [rows] = await connection.query({ sql: `select * from \`${table}\``, rowsAsArray: true });
    statements.push(created['Create Table']);
    if (rows.length > 0) statements.push(connection.format(`insert into \`${table}\` values ?`, [rows]));
  }
  // Tables are in alphabetical order, and some have keys of later ones.
  return ['set foreign_key_checks = 0', ...statements, 'set foreign_key_checks = 1'];
}

async function makeMysql(path, serverUrl) {
  const connection = await createConnection({ uri: serverUrl, dateStrings: true });
  const name = 'test_template';
  await connection.query(`drop database if exists ${name}`);
  await connection.query(`create database ${name}`);
  await (await migrated(new URL(name, `${serverUrl}/`).href)).close();
  await connection.query(`use ${name}`);
  writeFileSync(path, (await statementsOf(connection)).join(';\n'));
  await connection.query(`drop database ${name}`);
  await connection.end();
}

copyFileSync(EMPTY, join(folder, 'template.sqlite'));
await makeMysql(join(folder, 'template.sql'), process.env.TEST_MYSQL_URL);
