// Finds a Chromium for the browser tests, once for all test files: unpacking it in each would race on one folder.
// Order: CHROMIUM_PATH, the one that comes with the packages (Linux x64), one of the system. None: said loudly, skipped.
import { existsSync } from 'node:fs';

const ofTheSystem = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

async function find() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  if (process.platform === 'linux' && process.arch === 'x64') {
    // Makes it bring the shared libraries that a bare machine lacks.
    process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs22.x';
    const { default: packaged } = await import('@sparticuz/chromium');
    return packaged.executablePath();
  }
  return ofTheSystem.find((path) => existsSync(path)) ?? '';
}

export default async function setup() {
  const path = await find().catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return '';
  });
  if (!path)
    process.stderr.write('No Chromium on this machine: nothing is proven in a real browser. Set CHROMIUM_PATH.\n');
  process.env.AIGUILLAGE_CHROMIUM = path;
}
