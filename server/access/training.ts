import type { RequestHandler } from 'express';
import { AppError } from '../errors.ts';
import { signedIn } from './middleware.ts';

/**
 * Keeps somebody who is in an exercise from answering a slip in earnest, and from speaking for its visitor: the slips of
 * others are real, whoever reads them. Typing a code to find a slip (the mounted path itself) answers nothing.
 */
export const answersNothingInTraining: RequestHandler = (req, res, next) => {
  if (req.method === 'POST' && req.path !== '/' && signedIn(res)?.training)
    throw new AppError('conflict', 'training-answers-nothing');
  next();
};
