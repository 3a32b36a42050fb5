import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const ivLength = 12;
const tagLength = 16;

/** Texts are filled up to a multiple of this before they are encrypted: their length says nothing of whom they name. */
const block = 1024;

const keyFor = (secret: string, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `aiguillage ${use}`, 32));

/** SECRET holds one secret, or several while they change: the first is used, the others only open what they made. */
export function secretsOf(secret: string): string[] {
  return secret.split(',').map((one) => one.trim());
}

/** Keyed digests for one use. */
export interface Digester {
  /** The digest to store. */
  first(text: string): string;
  /** Every digest that may be stored for this text, whichever secret was first then. */
  every(text: string): string[];
}

/**
 * A keyed digest for one use (a use has a key of its own, derived from SECRET): equal texts give equal digests, and
 * nothing can be read from them, or tried on them, without SECRET.
 */
export function digester(secret: string, use: string): Digester {
  const keys = secretsOf(secret).map((one) => keyFor(one, use));
  const digest = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest('base64url');
  return {
    first: (text) => digest(keys[0] as Buffer, text),
    every: (text) => keys.map((key) => digest(key, text)),
  };
}

/** Encrypts JSON for one use. What is sealed for one place opens for that place only: a row, an interview. */
export interface Seal {
  seal(value: unknown, place: string): string;
  /** Throws when the text was changed, moved to another place, or sealed under a secret that SECRET does not hold. */
  open(sealed: string, place: string): unknown;
}

/** AES-256-GCM with a key of its own for each use, derived from SECRET: sealed with the first, opened with any. */
export function sealer(secret: string, use: string): Seal {
  const seals = secretsOf(secret).map((one) => sealWith(keyFor(one, use)));
  return {
    seal: (value, place) => (seals[0] as Seal).seal(value, place),
    open(sealed, place) {
      const [last, ...others] = [...seals].reverse();
      for (const { open } of others.reverse()) {
        try {
          return open(sealed, place);
        } catch {
          // Made under another of the secrets.
        }
      }
      return (last as Seal).open(sealed, place);
    },
  };
}

function sealWith(key: Buffer): Seal {
  return {
    seal(value, place) {
      const text = Buffer.from(JSON.stringify(value), 'utf8');
      const filled = Buffer.alloc(Math.ceil((text.length + 1) / block) * block, ' ');
      text.copy(filled);
      const iv = randomBytes(ivLength);
      const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(place, 'utf8'));
      const encrypted = Buffer.concat([cipher.update(filled), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64url');
    },
    open(sealed, place) {
      const bytes = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivLength), { authTagLength: tagLength })
        .setAAD(Buffer.from(place, 'utf8'))
        .setAuthTag(bytes.subarray(ivLength, ivLength + tagLength));
      const text = Buffer.concat([decipher.update(bytes.subarray(ivLength + tagLength)), decipher.final()]);
      return JSON.parse(text.toString('utf8'));
    },
  };
}
