import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { freshDatabase } from './services.js';

/** A copy of a MySQL database under another name, as an operator restores it beside the original. */
export async function copyDatabase(url: string): Promise<string> {
  const copyUrl = await freshDatabase('mysql');
  const copy = new URL(copyUrl).pathname.slice(1);
  const connection = await createConnection(url);
  try {
    const [tables] = await connection.query<RowDataPacket[]>("show full tables where Table_type = 'BASE TABLE'");
    for (const table of tables.map((row) => String(Object.values(row)[0]))) {
      await connection.query(`create table ${copy}.${table} like ${table}`);
      await connection.query(`insert into ${copy}.${table} select * from ${table}`);
    }
  } finally {
    await connection.end();
  }
  return copyUrl;
}
