import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = process.cwd();

const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));

/** What a file imports of this project, as paths from its root, and which libraries. */
function importsOf(file: string): { files: string[]; libraries: string[] } {
  const text = readFileSync(join(root, file), 'utf8');
  const named = [...text.matchAll(/^(?:import|export)[^'"]*?from '([^']+)'|^import '([^']+)'/gm)].map(
    (match) => (match[1] ?? match[2]) as string,
  );
  return {
    files: named
      .filter((name) => name.startsWith('.'))
      .map((name) => relative(root, resolve(root, dirname(file), name))),
    libraries: named.filter((name) => !name.startsWith('.')),
  };
}

const files = [...sources('flows'), ...sources('server')];
const graph = new Map(files.map((file) => [file, importsOf(file)]));
const domainOf = (file: string) => /^server\/([^/]+)\//.exec(file)?.[1] ?? null;
const arrows = [...graph].flatMap(([from, { files: to }]) => to.map((target) => ({ from, to: target })));
const wiring = new Set(['server/app.ts', 'server/main.ts']);
const isTask = (file: string) => file.startsWith('server/tasks/');

test('the import lines are read: the walk is seen to stand on the engine', () => {
  expect(arrows).toContainEqual({ from: 'server/interview/interview.ts', to: 'flows/walk.ts' });
  expect(arrows.filter(({ to }) => !existsSync(join(root, to)))).toEqual([]);
});

test('the engine imports nothing of the server, and no library but xstate and the schema’s', () => {
  expect(arrows.filter(({ from, to }) => from.startsWith('flows/') && !to.startsWith('flows/'))).toEqual([]);
  const libraries = new Set([...graph].flatMap(([file, { libraries: of }]) => (file.startsWith('flows/') ? of : [])));
  expect([...libraries].sort()).toEqual(['xstate', 'zod']);
});

test('a domain imports no other domain’s routes', () => {
  const wrong = arrows.filter(
    ({ from, to }) => to.endsWith('routes.ts') && domainOf(from) !== domainOf(to) && !wiring.has(from),
  );
  expect(wrong).toEqual([]);
});

test('SQL lives in plural files, in storage and in health, and rules never reach for it', () => {
  const usesSql = (file: string) =>
    /\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\(|sql`/.test(readFileSync(join(root, file), 'utf8'));
  const allowed = (file: string) =>
    file.startsWith('server/storage/') ||
    file === 'server/web/health.ts' ||
    /^server\/(liaison\/(slips|inboxes|chores)|indicators\/(indicators|editions)|access\/(accounts|sessions|tokens)|opinion\/opinions|desks\/desks|mail\/(contacts|digests)|directory\/(partner-versions|partner-signals|imports))\.ts$/.test(
      file,
    );
  expect(files.filter((file) => usesSql(file) && !allowed(file))).toEqual([]);
});

test('only app and main wire domains to the web, and only what starts a server reads the environment', () => {
  const reads = files.filter((file) => /process\.env/.test(readFileSync(join(root, file), 'utf8')));
  expect(reads).toEqual(['server/main.ts', 'server/tasks/demo.ts', 'server/tasks/import.ts']);
  expect(arrows.filter(({ from, to }) => wiring.has(to) && !wiring.has(from) && !isTask(from))).toEqual([]);
});

test('a file fits in a head: 250 lines at most', () => {
  const long = files.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 251);
  expect(long).toEqual([]);
});

test('no import goes in a circle but through types', () => {
  const solid = new Map(
    files.map((file) => {
      const text = readFileSync(join(root, file), 'utf8').replace(/^import type .*$/gm, '');
      const named = [...text.matchAll(/from '(\.[^']+)'/g)].map((match) =>
        relative(root, resolve(root, dirname(file), match[1] as string)),
      );
      return [file, named];
    }),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
    if (trail.includes(file) || done.has(file)) return;
    for (const next of solid.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});

test('the table of settings says what the code reads', () => {
  const readme = readFileSync(join(root, 'server/README.md'), 'utf8');
  const told = [...readme.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1]);
  const settings = readFileSync(join(root, 'server/settings.ts'), 'utf8');
  const read = new Set([...settings.matchAll(/env\.([A-Z_]+)/g)].map((match) => match[1]));
  expect(new Set(told)).toEqual(read);
});
