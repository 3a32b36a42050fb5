import { readFileSync } from 'node:fs';
import { readSettings, settingNames } from '../server/settings.ts';
import { loadWords, referenceLanguage, type Words } from '../server/web/words.ts';

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

const french = loadWords(['flows/locales', 'views/locales']).get(referenceLanguage) as Words;

test.each([
  ['PORT', { PORT: 'seven' }],
  ['DATABASE_URL', { DATABASE_URL: 'mysql://x' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'https://x.example/path' }],
  ['PUBLIC_URL', { NODE_ENV: 'production', PUBLIC_URL: 'http://x.example', SECRET: 's'.repeat(40) }],
  ['SECRET', { SECRET: 'short' }],
  ['SECRET', { NODE_ENV: 'production', PUBLIC_URL: 'https://x.example' }],
  ['TRUST_PROXY', { TRUST_PROXY: 'true' }],
  ['RATE_LIMITS', { RATE_LIMITS: 'maybe' }],
  ['DATA_LICENCE', { DATA_LICENCE: 'licence ouverte' }],
  ['SMTP_URL', { SMTP_URL: 'mail.example' }],
  ['SMTP_URL', { SMTP_URL: 'smtp://mail.example' }],
  ['SMTP_URL', { SMTP_URL: 'smtp://mail.example?from=a@x.fr&ignoreTLS=true' }],
  [
    'RATE_LIMITS',
    {
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://x.example',
      SECRET: 's'.repeat(40),
      HOST: '0.0.0.0',
      RATE_LIMITS: 'off',
    },
  ],
] as [string, Record<string, string>][])('an unsafe %s is refused, in a sentence that names it', (name, env) => {
  const { problems } = readSettings(env);
  expect(problems.map(({ setting }) => setting)).toEqual([name]);
  expect(french.t(`start.setting.${problems[0]?.key}`)).toContain(name);
});

test('what is set by nobody is safe to start with', () => {
  expect(readSettings({}).problems).toEqual([]);
});
