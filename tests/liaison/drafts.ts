import type { SlipCopy } from '../../server/liaison/copy.ts';
import type { SlipDraft } from '../../server/liaison/slip.ts';

export const secret = 'a secret of forty characters for the tests';
export const start = new Date('2026-11-24T09:12:34Z');

/** A clock that tests move by days. */
export function movingClock(): { clock: () => Date; forward(days: number): void } {
  let now = start.getTime();
  return {
    clock: () => new Date(now),
    forward: (days) => {
      now += days * 86_400_000;
    },
  };
}

/** A slip from a France services desk to the Info Jeunes of Blois. */
export const copy: SlipCopy = {
  language: 'fr',
  issuedOn: '2026-11-24',
  flowVersion: 'aaaabbbbcccc',
  directoryVersion: 'ddddeeeeffff',
  rule: 'pupil-student',
  replyBy: '2026-12-01',
  sensitive: false,
  need: { id: 'summer-job', title: 'Trouver un job d’été', say: 'Je cherche un job d’été.' },
  first: {
    network: 'info-jeunes',
    networkName: 'Info Jeunes',
    sensitive: false,
    place: {
      partner: 'dila:bij-41018-01',
      name: 'Bureau information jeunesse de Blois',
      street: '15 avenue de Vendôme',
      town: '41000 Blois',
      phone: '02 54 78 54 87',
      hours: ['du lundi au vendredi, 12 h à 19 h'],
      appointment: null,
      recordedOn: '2017-10-02',
      confirmedOn: null,
    },
    phoneToo: null,
    phone: null,
    desk: null,
  },
  also: null,
  others: [],
  reasons: ['Info Jeunes reçoit les lycéens pour les jobs d’été.'],
  documents: ['pièce d’identité'],
  facts: [
    { text: 'Ne payez jamais pour avoir un emploi.', toConfirm: false, asOf: '2026-11-22', reviewBy: '2027-02-01' },
  ],
  basin: 'Blois',
  from: 'France services Pimms Médiation de Blois',
  answers: [{ label: 'Âge', text: '16 ou 17 ans' }],
};

export const draft: SlipDraft = {
  issueKey: 'one interview, one outcome',
  copy,
  fromPartner: 'dila:fs-41018-01',
  fromNetwork: 'france-services',
  basin: '41-blois',
};

/** The same desk, to a network whose name must not be read by others. */
export const sensitiveDraft: SlipDraft = {
  ...draft,
  issueKey: 'another interview',
  copy: {
    ...copy,
    sensitive: true,
    need: { id: 'disability-work', title: 'Handicap, santé et travail', say: '' },
    first: { ...copy.first, network: 'cap-emploi', networkName: 'Cap emploi', sensitive: true },
  },
};
