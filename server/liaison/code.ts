import { randomBytes, randomInt } from 'node:crypto';

/** Crockford's 32 characters: no I, L, O or U, which are read as something else. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const bodyLength = 10;

/** Codes of the structure's half start with this letter, codes of the visitor never do. */
const replyLetter = 'R';
/** Codes of an exercise start with this letter; no slip ever has one. */
const trainingLetter = 'X';
const visitorLetters = alphabet.replace(replyLetter, '').replace(trainingLetter, '');

/** Longest text worth reading as a code; what is longer was not typed from a paper. */
const longestTyped = 40;

/** Multiplies by the generator of GF(32) (x^5 + x^2 + 1), whose powers are 31 different weights. */
const timesGenerator = (value: number): number => {
  const shifted = value << 1;
  return shifted & 32 ? shifted ^ 0b100101 : shifted;
};

/**
 * The check character: the sum, in GF(32), of every character times a weight of its own. Different weights that are
 * never zero are what catches any single wrong character and any swap, the check character included.
 */
function checkCharacter(body: string): string {
  let sum = 0;
  for (const character of body) sum = timesGenerator(sum ^ alphabet.indexOf(character));
  return alphabet[sum] as string;
}

const shown = (body: string): string => `${body.slice(0, 5)}-${body.slice(5)}-${checkCharacter(body)}`;

const randomCharacters = (length: number): string =>
  // 256 is a multiple of 32: every character is equally likely.
  Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');

/** A new visitor code, as shown: `ABCDE-FGHJK-C`, almost 50 random bits. */
export function newVisitorCode(): string {
  return shown(`${visitorLetters[randomInt(visitorLetters.length)]}${randomCharacters(bodyLength - 1)}`);
}

/** A new code to type a reply with: same form, first letter R, 45 random bits. */
export function newReplyCode(): string {
  return shown(`${replyLetter}${randomCharacters(bodyLength - 1)}`);
}

/** The code on every slip of an exercise: it looks like one and opens nothing. */
export function trainingCode(): string {
  return shown(trainingLetter.repeat(bodyLength));
}

/** A new reply token: 128 random bits in base64url, 22 characters. */
export function newReplyToken(): string {
  return randomBytes(16).toString('base64url');
}

/** True for a text that has the form of a reply token. */
export function isReplyToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{22}$/.test(text);
}

/**
 * A code as people type it, in the form in which it is shown: any case, spaces and hyphens anywhere, O for 0, I or L
 * for 1. Null when it is no code, which the check character tells without a look-up.
 */
export function readCode(typed: string): string | null {
  if (typed.length > longestTyped) return null;
  const characters = typed
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  const body = characters.slice(0, bodyLength);
  if (characters.length !== bodyLength + 1 || [...characters].some((character) => !alphabet.includes(character))) {
    return null;
  }
  return characters.slice(bodyLength) === checkCharacter(body) ? shown(body) : null;
}

/** The characters of a code in order, without hyphens, to be spelled aloud. */
export function charactersOf(code: string): string[] {
  return [...code.replaceAll('-', '')];
}
