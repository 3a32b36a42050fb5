const text = { type: 'string' } as const;
const nullableText = { type: ['string', 'null'] } as const;
const list = (items: object) => ({ type: 'array', items });
const object = (properties: Record<string, object>, required: string[] = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
});
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: object, description: string) => ({ description, content: { 'application/json': { schema } } });
const problem = {
  description: 'What is wrong with the request',
  content: { 'application/problem+json': { schema: ref('Problem') } },
};
const query = (name: string, description: string) => ({ name, in: 'query', required: true, description, schema: text });
const language = { ...query('lang', 'BCP 47; unknown languages get French'), required: false };
const named = object({ id: text, text });

/** OpenAPI 3.1 description of the public interface, served at /api/openapi.json; a test holds it to the routes. */
export const openapi = {
  openapi: '3.1.0',
  info: {
    title: 'Aiguillage',
    version: '1',
    description:
      'First-reception orientation of the public guidance service (SPRO-EP, Centre-Val de Loire): public, anonymous, never counted.',
    license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
  },
  paths: {
    '/api/v1/orientation': {
      post: {
        summary: 'The next question, or the outcome, for a need and the answers given so far',
        requestBody: { required: true, content: { 'application/json': { schema: ref('Request') } } },
        responses: {
          200: json({ oneOf: [ref('Needs'), ref('Question'), ref('Outcome')] }, 'Where these answers lead'),
          400: problem,
          413: problem,
          422: problem,
          429: problem,
        },
      },
    },
    '/api/v1/needs': {
      get: {
        summary: 'The needs',
        parameters: [language],
        responses: { 200: json(object({ needs: list(ref('Need')) }), 'Needs') },
      },
    },
    '/api/v1/questions': {
      get: {
        summary: 'The questions',
        parameters: [language],
        responses: { 200: json(object({ questions: list(ref('Choice')) }), 'Questions') },
      },
    },
    '/api/v1/networks': {
      get: {
        summary: 'The networks',
        responses: { 200: json(object({ networks: list(ref('Network')) }), 'Networks') },
      },
    },
    '/api/v1/communes': {
      get: {
        summary: 'Communes by name, former name or postal code',
        parameters: [query('q', 'What was typed')],
        responses: { 200: json(object({ communes: list(ref('Commune')) }), 'Communes, best first') },
      },
    },
    '/api/v1/find': {
      get: {
        summary: 'Needs by what a person says, in their own words',
        parameters: [query('q', 'What the person says; kept nowhere'), language],
        responses: { 200: json(ref('Found'), 'Needs, best first; none when nothing is sure: show the themes') },
      },
    },
    '/api/v1/partners': {
      get: {
        summary: 'The structure of each network that receives the people of a commune',
        parameters: [query('commune', 'INSEE code')],
        responses: { 200: json(object({ partners: list(ref('Partner')) }), 'Partners'), 422: problem },
      },
    },
  },
  components: {
    schemas: {
      Request: object(
        {
          lang: { ...text, description: 'BCP 47; unknown languages get French' },
          need: text,
          answers: { type: 'object', additionalProperties: text },
          commune: { ...nullableText, description: 'INSEE code, or "outside" the region' },
        },
        [],
      ),
      Needs: object({ status: { const: 'need' }, themes: list(object({ id: text, text, needs: list(named) })) }),
      Question: object({ status: { const: 'question' }, question: ref('Choice'), path: list(ref('Step')) }),
      Choice: object({ id: text, kind: { enum: ['choice', 'commune'] }, text, hint: text, options: list(named) }),
      Step: object({ question: text, option: text }),
      Outcome: object({
        status: { const: 'outcome' },
        outcome: { enum: ['go', 'answered-here'] },
        need: text,
        rule: text,
        answer: { oneOf: [object({ title: text, text }), { type: 'null' }] },
        recommendations: list(ref('Recommendation')),
        tell: list(ref('Fact')),
        bring: list(named),
        online: list(object({ id: text, text, url: text })),
        why: list(text),
        changes: list(ref('Change')),
        path: list(ref('Step')),
        flowVersion: text,
        directoryVersion: text,
      }),
      Recommendation: object({
        role: { enum: ['first', 'also'] },
        network: object({ id: text, name: text }),
        partner: { oneOf: [ref('Partner'), { type: 'null' }] },
        fallback: {
          oneOf: [
            object({
              kind: { enum: ['phone', 'desk'] },
              text,
              phone: nullableText,
              partner: { oneOf: [ref('Partner'), { type: 'null' }] },
            }),
            { type: 'null' },
          ],
        },
        reasons: list(text),
      }),
      Partner: object({
        id: text,
        name: text,
        address: text,
        phone: nullableText,
        website: nullableText,
        openNow: { type: ['boolean', 'null'] },
        nextOpening: nullableText,
        distanceKm: { type: ['number', 'null'] },
        confirmedOn: nullableText,
      }),
      Fact: object({
        id: text,
        text,
        source: text,
        asOf: text,
        reviewBy: text,
        confidence: { enum: ['high', 'medium', 'low'] },
      }),
      Change: object({
        question: text,
        option: text,
        // biome-ignore lint/suspicious/noThenProperty: the published name of the field; only ever serialised
        then: { oneOf: [object({ network: nullableText, rule: text }), { const: 'depends' }] },
      }),
      Found: object({
        confident: { type: 'boolean' },
        needs: { ...list(named), maxItems: 5 },
        help: {
          ...list(object({ number: text, text })),
          description: 'Numbers to show before anything else, when what was said cannot wait',
        },
      }),
      Need: object({ id: text, theme: text, text }),
      Network: object({ id: text, name: text, formerNames: list(text), cep: { type: 'boolean' } }),
      Commune: object({ code: text, name: text, department: text, basin: text, group: text }),
      Problem: object({ type: text, title: text, status: { type: 'integer' }, detail: text, field: text }, [
        'type',
        'title',
        'status',
        'detail',
      ]),
    },
  },
};
