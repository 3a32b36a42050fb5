// Types are checked by tsc before the tests run; here they are only stripped.
const { transformSync } = require('esbuild');

module.exports = {
  process: (source, file) =>
    transformSync(source, { loader: 'ts', format: 'esm', target: 'node20', sourcemap: 'inline', sourcefile: file }),
};
