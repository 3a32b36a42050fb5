import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The folder of initdb and pg_ctl: in PATH, or where Debian keeps them, the newest first. */
function programs() {
  const debian = '/usr/lib/postgresql';
  const packaged = existsSync(debian)
    ? readdirSync(debian)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(debian, version, 'bin'))
    : [];
  const folders = [...packaged, ...(process.env.PATH ?? '').split(delimiter)];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl'))) ?? null;
}

/** PostgreSQL refuses to run as root: the packaged user `postgres` then runs it. */
function runner() {
  if (process.getuid?.() !== 0) return {};
  const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Runs the server until the process that started it closes the pipe or is gone, however it went; then leaves nothing. */
const untilTheEnd = `
folder=$1; shift
"$@" & server=$!
read -r nothing
kill -QUIT $server; wait $server
cd /; rm -rf "$folder"
`;

const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/**
 * Starts a server that listens on a socket in a new temporary folder and nowhere else, without care for durability.
 * Gives the address of its maintenance database and how to stop it; null, after saying why on the error output, when this
 * machine cannot.
 */
export function startPostgres() {
  const bin = programs();
  if (bin === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'aiguillage-postgres-'));
  const data = join(folder, 'data');
  try {
    const as = runner();
    if (as.uid !== undefined && as.gid !== undefined) chownSync(folder, as.uid, as.gid);
    const run = (program, ...args) =>
      execFileSync(join(bin, program), args, { ...as, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    run('initdb', '-D', data, '-A', 'trust', '-U', 'app', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync');
    const settings = [
      'listen_addresses=',
      `unix_socket_directories=${folder}`,
      'fsync=off',
      'synchronous_commit=off',
      'full_page_writes=off',
    ].flatMap((setting) => ['-c', setting]);
    const server = [join(bin, 'postgres'), '-D', data, ...settings];
    const keeper = spawn('sh', ['-c', untilTheEnd, 'sh', folder, ...server], {
      ...as,
      cwd: folder,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    keeper.unref();
    for (let tries = 0; !isReady(() => run('pg_isready', '-q', '-h', folder)); tries += 1) {
      if (tries === 200) throw new Error('PostgreSQL did not answer within ten seconds');
      pause(50);
    }
    return { url: `postgres://app@localhost/postgres?host=${folder}`, stop: () => keeper.stdin.end() };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
}

function isReady(ask) {
  try {
    ask();
    return true;
  } catch {
    return false;
  }
}
