import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readContent } from '../../server/content/content.ts';

test('what the build has read is what the tables say, values and lines alike', () => {
  const root = mkdtempSync(join(tmpdir(), 'aiguillage-build-'));
  try {
    cpSync('flows', join(root, 'flows'), { recursive: true });
    expect(existsSync('dist/texts.json')).toBe(true);
    const [built, parsed] = [readContent(process.cwd()), readContent(root)];
    expect(built.problems).toEqual([]);
    expect(parsed.problems).toEqual([]);
    expect(built.content?.tree).toEqual(parsed.content?.tree);
    expect(built.content?.vocabularies.map(({ value }) => value)).toEqual(
      parsed.content?.vocabularies.map(({ value }) => value),
    );
    const rule = ['flows/needs/summer-job.yaml', ['rules', 1]] as const;
    expect(built.content?.line(...rule)).toBeGreaterThan(1);
    expect(built.content?.line(...rule)).toBe(parsed.content?.line(...rule));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
