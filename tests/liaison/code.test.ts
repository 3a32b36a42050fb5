import fc from 'fast-check';
import {
  charactersOf,
  isReplyToken,
  newReplyCode,
  newReplyToken,
  newVisitorCode,
  readCode,
} from '../../server/liaison/code.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const form = /^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]$/;
const drawn = fc.constant(null).map(() => (Math.random() < 0.5 ? newVisitorCode() : newReplyCode()));

test('a code is ten characters and a check character, in groups, and reads as itself', () => {
  fc.assert(
    fc.property(drawn, (code) => {
      expect(code).toMatch(form);
      expect(readCode(code)).toBe(code);
    }),
  );
});

test('the first letter tells whose code it is: R opens replies, X is an exercise, and no visitor code ever starts with either', () => {
  const firsts = new Set(Array.from({ length: 4_000 }, () => newVisitorCode().charAt(0)));
  expect(firsts.has('R') || firsts.has('X')).toBe(false);
  expect(firsts.size).toBe(30);
  expect(new Set(Array.from({ length: 100 }, () => newReplyCode().charAt(0)))).toEqual(new Set(['R']));
});

test('every single wrong character is caught, wherever it stands', () => {
  for (let drawing = 0; drawing < 100; drawing += 1) {
    const characters = charactersOf(newVisitorCode());
    characters.forEach((right, place) => {
      for (const wrong of alphabet) {
        if (wrong === right) continue;
        expect(readCode(characters.with(place, wrong).join(''))).toBeNull();
      }
    });
  }
});

test('every swap of neighbours is caught, for every pair of characters at every place', () => {
  for (let place = 0; place < 10; place += 1) {
    for (const left of alphabet) {
      for (const right of alphabet) {
        if (left === right) continue;
        const typed = charactersOf(newVisitorCode())
          .with(place, left)
          .with(place + 1, right);
        // The one check character that makes these two right, if any, must not do for the swapped ones.
        for (const check of place === 9 ? [right] : alphabet) {
          const given = place === 9 ? typed : typed.with(10, check);
          if (readCode(given.join('')) === null) continue;
          expect(
            readCode(
              given
                .with(place, right)
                .with(place + 1, left)
                .join(''),
            ),
          ).toBeNull();
        }
      }
    }
  }
});

test('a code is read in any case, with spaces and hyphens anywhere, O for 0 and I or L for 1', () => {
  const separators = fc.array(fc.constantFrom('', ' ', '-', '\u00a0', '\u2013'), { minLength: 12, maxLength: 12 });
  const looks: Record<string, readonly string[]> = { 0: ['0', 'O', 'o'], 1: ['1', 'I', 'i', 'L', 'l'] };
  fc.assert(
    fc.property(drawn, separators, fc.nat(4), (code, between, pick) => {
      const typed = charactersOf(code).map((character, index) => {
        const ways = looks[character] ?? [character, character.toLowerCase()];
        return `${between[index]}${ways[pick % ways.length]}`;
      });
      expect(readCode(`${typed.join('')}${between[11]}`)).toBe(code);
    }),
  );
});

test('what is no code is no code, however long or strange', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      const read = readCode(text);
      expect(read === null || form.test(read)).toBe(true);
    }),
  );
  for (const text of ['', '-', 'ABCDE', `${'A'.repeat(10_000)}`, 'U2345-67890-A', '٣٣٣٣٣-٣٣٣٣٣-٣']) {
    expect(readCode(text)).toBeNull();
  }
});

test('a reply token is 128 random bits, and no code has its form', () => {
  const tokens = new Set(Array.from({ length: 1_000 }, newReplyToken));
  expect(tokens.size).toBe(1_000);
  for (const token of tokens) {
    expect(Buffer.from(token, 'base64url')).toHaveLength(16);
    expect(isReplyToken(token)).toBe(true);
  }
  for (const other of [newVisitorCode(), newReplyCode(), '', '../etc']) expect(isReplyToken(other)).toBe(false);
});
