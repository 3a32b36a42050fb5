import { type ParseArgsConfig, parseArgs } from 'node:util';
import { loadWords, referenceLanguage, type Words } from '../web/words.ts';

/**
 * Reads what was typed behind a command. An option the command does not have, or one without its value, is told in a
 * sentence and ends the command with status 2.
 */
export function readOptions<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch {
    const known = Object.keys(config.options ?? {}).map((name) => `--${name}`);
    const typed = process.argv.slice(2).filter((word) => word.startsWith('-'));
    const option = typed.find((word) => !known.includes(word.split('=')[0] as string)) ?? typed.at(-1) ?? '';
    const { t } = loadWords(['flows/locales', 'views/locales']).get(referenceLanguage) as Words;
    console.error(t('start.option', { option }));
    process.exit(2);
  }
}
