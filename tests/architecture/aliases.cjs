const { join } = require('node:path')

/** The aliases of Nuxt, the worker bundle and the tests, for dependency-cruiser; seen from the folder in which it runs. */
const inProject = (folder) => join(process.cwd(), folder)

module.exports = {
  resolve: {
    extensions: ['.ts', '.vue', '.mjs', '.js', '.json'],
    alias: {
      '#shared': inProject('shared'),
      '#layers': inProject('layers'),
      '~~': inProject('.'),
      '~': inProject('.'),
      '@': inProject('.'),
    },
  },
}
