import express, { type Router } from 'express';

/** A form of this product never needs more. */
const largestForm = { extended: false, limit: '16kb', parameterLimit: 100 } as const;

/** The lines of an imported file that somebody accepts: a number each. */
const lineForm = { extended: false, limit: '1mb', parameterLimit: 70_000 } as const;

/** Reads the fields of posted forms, none larger than its page can send. Files are read where they are expected. */
export function readForms(): Router {
  const router = express.Router();
  router.use('/directory/import', express.urlencoded(lineForm));
  router.use(express.urlencoded(largestForm));
  return router;
}
