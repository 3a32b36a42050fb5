import express from 'express';
import request from 'supertest';
import { createSlowDown } from '../../server/access/slow-down.ts';
import { AppError, statusOf } from '../../server/errors.ts';

let now = Date.parse('2026-11-24T09:00:00Z');
let waited: number[];
const slowDown = (rateLimits: 'on' | 'off') =>
  createSlowDown(
    rateLimits,
    () => new Date(now),
    async (ms) => {
      waited.push(ms);
    },
  );
beforeEach(() => {
  waited = [];
});

test('each failure under a name makes the next one wait longer, some seconds at most, and other names not at all', async () => {
  const { afterFailure } = slowDown('on');
  for (let time = 0; time < 12; time += 1) await afterFailure(time % 2 === 0 ? 'Léa' : ' LÉA ');
  expect(waited).toEqual([250, 500, 1_000, 2_000, 4_000, 4_000, 4_000, 4_000, 4_000]);
  await afterFailure('Ali');
  now += 15 * 60_000;
  await afterFailure('Léa');
  expect(waited).toHaveLength(9);
});

describe('an address that fails again and again', () => {
  /** A door where the password is the word `right`, behind relays that say the address. */
  const door = (rateLimits: 'on' | 'off') => {
    const app = express();
    app.set('trust proxy', 1);
    app.use(express.urlencoded({ extended: false }));
    app.post('/sign-in', ...slowDown(rateLimits).ceiling, (req, res) => {
      res.sendStatus(req.body.password === 'right' ? 204 : 422);
    });
    app.use(((error, _req, res, _next) => {
      res.sendStatus(error instanceof AppError ? statusOf[error.code] : 500);
    }) as express.ErrorRequestHandler);
    return async (address: string, name: string, password = 'wrong') => {
      const form = { name, password };
      return (await request(app).post('/sign-in').set('X-Forwarded-For', address).type('form').send(form)).status;
    };
  };

  test('waits under that name, while the person signs in from elsewhere and others sign in from there', async () => {
    const knock = door('on');
    for (let time = 0; time < 10; time += 1) expect(await knock('192.0.2.1', 'Léa')).toBe(422);
    expect(await knock('192.0.2.1', 'léa', 'right')).toBe(429);
    expect(await knock('198.51.100.7', 'Léa', 'right')).toBe(204);
    expect(await knock('192.0.2.1', 'Ali', 'right')).toBe(204);
  });

  test('waits under any name after a hundred', async () => {
    const knock = door('on');
    for (let time = 0; time < 100; time += 1) expect(await knock('192.0.2.1', `Personne ${time}`)).toBe(422);
    expect(await knock('192.0.2.1', 'Ali', 'right')).toBe(429);
  });

  test('is one address whatever it is written like, and one whole IPv6 site', async () => {
    const knock = door('on');
    const same = ['::ffff:192.0.2.1', '192.0.2.1', '::ffff:c000:201'];
    for (let time = 0; time < 10; time += 1) await knock(same[time % 3] as string, 'Léa');
    expect(await knock('192.0.2.1', 'Léa', 'right')).toBe(429);
    for (let time = 0; time < 10; time += 1) await knock(`2001:db8:0:${time}::1`, 'Léa');
    expect(await knock('2001:db8:0:ff::9', 'Léa', 'right')).toBe(429);
    expect(await knock('2001:db8:0:100::9', 'Léa', 'right')).toBe(204);
  });

  test('signing in well is never counted', async () => {
    const knock = door('on');
    for (let time = 0; time < 15; time += 1) expect(await knock('192.0.2.1', 'Léa', 'right')).toBe(204);
  });

  test('does not wait where limits are off, for load tests', async () => {
    const knock = door('off');
    for (let time = 0; time < 12; time += 1) expect(await knock('192.0.2.1', 'Léa')).toBe(422);
    expect(await knock('192.0.2.1', 'Léa', 'right')).toBe(204);
  });
});
