import { transformAsync } from '@babel/core';
import type { Plugin } from 'vite';

/**
 * React Compiler (https://react.dev/learn/react-compiler): what a component drew is kept until something that it was drawn
 * from changes. A key in the search field draws the window anew several times; most of it is as it was.
 *
 * The official way with this Vite, `@rolldown/plugin-babel`, wants a newer Node than the project builds with.
 */
export const reactCompiler = (): Plugin => ({
  name: 'counterfoil:react-compiler',
  enforce: 'pre',
  async transform(code, id) {
    const [file = ''] = id.split('?');
    if (!/\/src\/.*\.tsx?$/.test(file) || /\.test\.tsx?$/.test(file)) return undefined;
    const compiled = await transformAsync(code, {
      filename: file,
      babelrc: false,
      configFile: false,
      sourceMaps: true,
      parserOpts: { plugins: file.endsWith('x') ? ['typescript', 'jsx'] : ['typescript'] },
      plugins: ['babel-plugin-react-compiler'],
    });
    if (compiled?.code == null) return undefined;
    return { code: compiled.code, map: compiled.map ?? null };
  },
});
