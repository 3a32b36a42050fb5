import { readFileSync } from 'node:fs';
import { readSettings, settingNames } from '../server/settings.ts';

/** The first column of the table of settings that people read. */
const inTheReadme = [...readFileSync('server/README.md', 'utf8').matchAll(/^\| `([A-Z_]+)` \|/gm)].map(
  ([, name]) => name,
);

test('the settings that are read are those named, and the README has a line for each and for no other', () => {
  const read = new Set<string>();
  const env = new Proxy<Record<string, string | undefined>>({}, { get: (_env, name) => void read.add(String(name)) });
  readSettings(env);
  expect([...read].sort()).toEqual([...settingNames, 'NODE_ENV'].sort());
  expect([...inTheReadme].sort()).toEqual([...read].sort());
});
