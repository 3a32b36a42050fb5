import { isolateRuns, isolateValue } from '../../server/web/isolate.ts';

const shown = (text: string) => isolateRuns(text).replaceAll('\u2066', '<').replaceAll('\u2069', '>');

test('what has parts is set apart from the Arabic around it, so that its parts keep their order', () => {
  expect(shown('اتصل على 0 800 13 60 10 الآن')).toBe('اتصل على <0 800 13 60 10> الآن');
  expect(shown('عمرك 16-17 سنة')).toBe('عمرك <16-17> سنة');
  expect(shown('اذهب إلى Info Jeunes، ثم CAF')).toBe('اذهب إلى <Info Jeunes>، ثم CAF');
  expect(shown('مبلغ 1\u00a0200,50\u00a0€ في السنة')).toBe('مبلغ <1\u00a0200,50\u00a0€> في السنة');
  expect(shown('على www.1jeune1solution.gouv.fr.')).toBe('على <www.1jeune1solution.gouv.fr>.');
});

test('a name that comes as a value keeps its brackets', () => {
  expect(isolateValue('Vineuil (Loir-et-Cher)')).toBe('\u2066Vineuil (Loir-et-Cher)\u2069');
  expect(isolateValue('عمل صيفي')).toBe('عمل صيفي');
});

test('brackets, single words and single numbers stay in their sentence; values and what is set apart already are left', () => {
  expect(shown('حسابك (CPF) في 2026')).toBe('حسابك (CPF) في 2026');
  expect(shown('من {{from}} إلى {{to}}')).toBe('من {{from}} إلى {{to}}');
  expect(shown(isolateRuns('رقم 39 39'))).toBe('رقم <39 39>');
});
