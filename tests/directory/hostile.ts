import { gzipSync } from 'node:zlib';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const head = 'id;network;name;address;postal_code;commune;phone;website;opening_hours;note;lat;lon;recorded_on';
const row = (changed: Record<string, string>): Uint8Array => {
  const values: Record<string, string> = {
    id: 'own:h',
    network: 'cria',
    name: 'Un centre',
    commune: '41018',
    ...changed,
  };
  const line = head.split(';').map((column) => `"${(values[column] ?? '').replaceAll('"', '""')}"`);
  return bytes(`${head}\r\n${line.join(';')}\r\n`);
};
const json = (value: unknown): Uint8Array => bytes(JSON.stringify(value));
const structure = (changed: object) =>
  json([
    {
      id: 'x--1',
      nom: 'Un centre',
      date_maj: '2026-01-01',
      code_insee: '41018',
      reseaux_porteurs: ['caf'],
      ...changed,
    },
  ]);
const feature = (properties: object | null) => json({ type: 'FeatureCollection', features: [{ properties }] });
const service = (one: object) => json({ service: [one] });

/** Files that broke other directories, or were made to: each must be refused whole or line by line. */
export function hostileFiles(): Record<string, Uint8Array> {
  const good = JSON.stringify([{ id: 'x--1', nom: 'Un centre', code_insee: '41018', reseaux_porteurs: ['caf'] }]);
  return {
    nothing: new Uint8Array(),
    blank: bytes(' \r\n\t '),
    'only a mark': bytes('\ufeff'),
    'cut in a string': bytes(good.slice(0, 20)),
    'cut before the end': bytes(good.slice(0, -1)),
    'followed by rubbish': bytes(`${good}]`),
    'a comma too many': bytes('[{"id":"x",}]'),
    'single quotes': bytes("[{'id':'x'}]"),
    'not a number': bytes('[{"lat":NaN}]'),
    latin1: Uint8Array.from([...bytes('[{"nom":"'), 0xe9, ...bytes('"}]')]),
    'utf-16': Uint8Array.from([0xff, 0xfe, 0x5b, 0, 0x5d, 0]),
    'half a character': Uint8Array.from([...bytes('[{"nom":"'), 0xc3, 0x28, ...bytes('"}]')]),
    'nul characters': bytes('[{"id":"x\0"}]'),
    picture: Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]),
    gzip: new Uint8Array(gzipSync(Buffer.alloc(50_000_000))),
    zip: Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]),
    bzip2: bytes('BZh91AY'),
    'deep lists': bytes('['.repeat(200_000)),
    'deep lists, closed': bytes(`${'['.repeat(200_000)}${']'.repeat(200_000)}`),
    'deep objects': bytes(`${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`),
    'deep in a field': bytes(`[{"id":${'['.repeat(100)}1${']'.repeat(100)}}]`),
    'empty list': bytes('[]'),
    'empty object': bytes('{}'),
    'no features': json({ type: 'FeatureCollection', features: [] }),
    'no service': json({ service: [] }),
    'service is text': json({ service: 'mairie' }),
    'another object': json({ hello: 'world' }),
    'too many records': bytes(`[${'{},'.repeat(60_000)}{}]`),
    'too large': new Uint8Array(65 * 1024 * 1024).fill(0x20),
    'list of nulls': bytes('[null,null]'),
    'list of numbers': bytes('[1,2,3]'),
    'list of lists': bytes('[[1],[2]]'),
    'proto key': bytes('[{"__proto__":{"polluted":"yes"},"nom":"Un centre"}]'),
    'constructor key': bytes('[{"constructor":{"prototype":{"polluted":"yes"}},"nom":"Un centre"}]'),
    'proto as a type': structure({ reseaux_porteurs: ['__proto__'] }),
    'proto as a dila type': feature({ id: 'a-1', Nom: 'Un centre', codeInsee: '41018', pivotLocal: 'constructor' }),
    'feature without properties': feature(null),
    'feature of text': json({ features: ['x'] }),
    'service of numbers': json({ service: [1] }),
    'pivot that is no json': service({ id: 'p-1', nom: 'Un centre', pivot: '[{broken' }),
    'pivot too deep': service({ id: 'p-1', nom: 'Un centre', pivot: `${'['.repeat(5_000)}` }),
    'id of an object': structure({ id: { a: 1 } }),
    'id with a path': structure({ id: '../../etc/passwd' }),
    'id with a tag': structure({ id: '<script>' }),
    'endless id': structure({ id: 'x'.repeat(100_000) }),
    'name of an object': structure({ nom: { toString: 'x' } }),
    'name of two letters': structure({ nom: 'ab' }),
    'endless name': structure({ nom: 'é'.repeat(1_000_000) }),
    'name that turns the text round': structure({ nom: 'Un \u202ecentre' }),
    'name with a bell': structure({ nom: 'Un\u0007 centre' }),
    'commune elsewhere': structure({ code_insee: '75056' }),
    'commune of an object': structure({ code_insee: {} }),
    'commune of a prototype': structure({ code_insee: 'toString' }),
    'no commune': structure({ code_insee: null }),
    'javascript link': structure({ site_web: 'javascript:alert(1)' }),
    'javascript link in capitals': structure({ site_web: ' JaVaScRiPt:alert(1)' }),
    'data link': structure({ site_web: 'data:text/html,<script>' }),
    'file link': structure({ site_web: 'file:///etc/passwd' }),
    'formula in a name': row({ name: '=cmd|"/c calc"!A1' }),
    'formula in an address': row({ address: '@SUM(A1:A9)' }),
    'formula in a note': row({ note: '+A1' }),
    'unheard-of network': row({ network: 'masons' }),
    'prototype as a network': row({ network: '__proto__' }),
    'no id': row({ id: '' }),
    'columns of another table': bytes('a;b;c\r\n1;2;3\r\n'),
    'the same column twice': bytes('id;id;network;name\r\n1;2;cria;Un centre\r\n'),
    'a column called proto': bytes('__proto__;x\r\n1;2\r\n'),
    'more cells than columns': bytes(`${head}\r\n${'x;'.repeat(40)}\r\n`),
    'quote never closed': bytes(`${head}\r\n"own:h;cria;Un centre\r\n`),
    'a line of a megabyte': bytes(`${head}\r\n${'x'.repeat(1_000_000)}\r\n`),
    'header only': bytes(`${head}\r\n`),
    'plain words': bytes('Bonjour, voici la liste.'),
    html: bytes('<!doctype html><title>404</title>'),
    xml: bytes('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
  };
}
