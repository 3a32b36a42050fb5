// What all test files share: the browser they open, and one throw-away PostgreSQL server with a database for each that asks.
import findBrowser from './browser-setup.mjs';
import { startPostgres } from './postgres.mjs';

export default async function setup() {
  await findBrowser();
  if (process.env.TEST_DATABASE_URL) return;
  const server = startPostgres();
  if (!server) return;
  process.env.TEST_DATABASE_URL = server.url;
  globalThis.stopPostgres = server.stop;
}
