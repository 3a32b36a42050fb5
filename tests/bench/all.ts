import { spawnSync } from 'node:child_process';

/** `npm run bench`: every measure, or those named: `npm run bench -- indicators`. */
const known = ['desk', 'import', 'pages', 'indicators'];
const asked = process.argv.slice(2);
const wrong = asked.filter((name) => !known.includes(name));
if (wrong.length > 0) {
  console.error(`no measure ${wrong.join(', ')}: there are ${known.join(', ')}`);
  process.exit(1);
}
const failed = (asked.length > 0 ? asked : known).filter(
  (name) => spawnSync(process.execPath, [`dist/bench/${name}.js`], { stdio: 'inherit' }).status !== 0,
);
process.exit(failed.length > 0 ? 1 : 0);
