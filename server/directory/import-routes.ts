import type { Response as Answer, Request } from 'express';
import type { SignedIn } from '../access/middleware.ts';
import { looksAfter } from '../access/rights.ts';
import { dayOf } from '../calendar.ts';
import { AppError } from '../errors.ts';
import { sayDay } from '../web/format.ts';
import type { Answers } from '../web/guarded.ts';
import type { Words } from '../web/words.ts';
import { sayField } from './card-fields.ts';
import type { Directory } from './directory.ts';
import { exportCsv, exportDataInclusion } from './export.ts';
import { largestFile, ownColumns, UnreadableFile } from './import-file.ts';
import { kinds, previewGently, sayLine, within } from './import-report.ts';
import type { Preview, StoredImport } from './imports.ts';
import { type DirectoryLines, type KeepingDeps, personOf } from './keeper.ts';
import { changesIn } from './partner-view.ts';
import type { PartnerRecord } from './schema.ts';

/** Lines of a kind a page shows; the rest is counted, and taken over with « tout ». */
const mostShown = 500;
/** What a form around the file may weigh. */
const envelope = 16 * 1024;

/** The file of a posted form. The parser of the platform reads it; nothing is written to disk. */
async function fileOf(req: Request): Promise<Uint8Array | null> {
  const type = req.get('Content-Type') ?? '';
  if (!type.startsWith('multipart/form-data')) throw new AppError('wrong-type', 'wrong-type');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    size += (chunk as Buffer).length;
    if (size > largestFile + envelope) throw new UnreadableFile('too-large');
    chunks.push(chunk as Buffer);
  }
  try {
    const form = await new Response(Buffer.concat(chunks), { headers: { 'Content-Type': type } }).formData();
    const file = form.get('file');
    return file !== null && typeof file !== 'string' && file.size > 0 ? new Uint8Array(await file.arrayBuffer()) : null;
  } catch {
    throw new AppError('invalid', 'malformed');
  }
}

type ImportLine = Extract<keyof DirectoryLines, `${string} /directory/${'import' | 'export'}${string}`>;
type Req = Request<Record<string, string>>;

/**
 * `/directory/import`: preview, accept by line or all, undo, each for whoever sent the file; and the two exports. Lines
 * about sites of another group are refused, as its keepers would refuse them.
 */
export function importAnswers({ live, imports, page, clock }: KeepingDeps): Pick<Answers<DirectoryLines>, ImportLine> {
  const wordsOf = (res: Answer) => res.locals.words as Words;
  const accountOf = (res: Answer) => personOf(res) as SignedIn;
  const sees = (res: Answer, { account }: StoredImport) =>
    accountOf(res).role === 'admin' || account === accountOf(res).id;

  const showForm = async (res: Answer, refusal: string | null) => {
    const words = wordsOf(res);
    const recent = (await imports.recent()).filter((one) => sees(res, one));
    const view = recent.map((one) => ({ ...one, day: sayDay(dayOf(new Date(one.at)), words) }));
    page.render(res, 'partner-import', { refusal, recent: view }, refusal === null ? 200 : 422);
  };
  /** The import of the address, if the person sent it. */
  const sent = async (req: Req, res: Answer) => {
    const stored = await imports.find(req.params.id ?? '');
    if (!stored || !sees(res, stored)) throw new AppError('not-found', 'import-gone');
    return stored;
  };

  return {
    'GET /directory/export.json': (_req, res) => {
      res.type('json').send(JSON.stringify(exportDataInclusion(live.current(), dayOf(clock()))));
    },
    'GET /directory/export.csv': (_req, res) => {
      res.type('text/csv').attachment('annuaire.csv').send(exportCsv(live.current()));
    },
    'GET /directory/import/template.csv': (_req, res) => {
      res
        .type('text/csv')
        .attachment('modele-annuaire.csv')
        .send(`\ufeff${ownColumns.join(';')}\r\n`);
    },
    'GET /directory/import': (_req, res) => showForm(res, null),
    'POST /directory/import': async (req, res) => {
      try {
        const bytes = await fileOf(req);
        if (!bytes) return await showForm(res, 'empty');
        const account = accountOf(res);
        const now = live.current();
        const { format, lines } = await previewGently(bytes, now);
        const keeps = (commune: string) => looksAfter(account, now.commune(commune)?.group ?? null);
        const id = await imports.preview(format, within(lines, now, keeps), account.id);
        res.redirect(303, `/directory/import/${id}`);
      } catch (error) {
        if (!(error instanceof UnreadableFile)) throw error;
        await showForm(res, error.key);
      }
    },
    'GET /directory/import/:id': async (req, res) => {
      const stored = await sent(req, res);
      page.render(res, 'partner-preview', previewView(stored, live.current(), wordsOf(res)));
    },
    'POST /directory/import/:id/accept': async (req, res) => {
      const { id } = await sent(req, res);
      const typed: unknown = req.body?.line;
      const numbers = (Array.isArray(typed) ? typed : [typed]).map(Number).filter(Number.isInteger);
      await imports.apply(id, req.body?.all === 'yes' ? null : new Set(numbers), accountOf(res).id);
      res.redirect(303, `/directory/import/${id}`);
    },
    'POST /directory/import/:id/undo': async (req, res) => {
      const { id } = await sent(req, res);
      await imports.undo(id, accountOf(res).id);
      res.redirect(303, `/directory/import/${id}`);
    },
  };
}

/** Where a new site is, and of which network. */
const placeOf = (record: PartnerRecord, directory: Directory, words: Words): string =>
  (['network', 'address', 'commune', 'phone', 'opening_hours'] as const)
    .map((field) => sayField(record, field, directory, words))
    .filter(Boolean)
    .join(' · ');

/** A previewed file as the page shows it: each kind counted, doubtful lines first, since somebody must look at them. */
function previewView(
  { id, state, source, preview: { lines } }: StoredImport & { preview: Preview },
  directory: Directory,
  words: Words,
) {
  return {
    id,
    state,
    format: source,
    kinds: kinds.map((kind) => {
      const all = lines.filter((line) => line.kind === kind);
      const sorted = [...all].sort((one, other) => other.suspicions.length - one.suspicions.length);
      return {
        kind,
        count: all.length,
        unseen: kind === 'same' ? 0 : Math.max(0, all.length - mostShown),
        lines: (kind === 'same' ? [] : sorted.slice(0, mostShown)).map((line) => ({
          line: line.line,
          id: line.id,
          name: line.name,
          doubtful: line.suspicions.length > 0,
          said: sayLine(line, words, line.kind !== 'changed'),
          place: line.record && kind === 'added' ? placeOf(line.record, directory, words) : null,
          changes:
            line.record && kind === 'changed'
              ? changesIn(directory.record(line.id), line.record, directory, words)
              : [],
          takeable: line.record !== null,
        })),
      };
    }),
  };
}
