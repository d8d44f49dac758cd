/** How Node runs a program of the build: traces name the lines of the source. */
export const nodeOptions = ['--enable-source-maps']

/** How it runs the worker, which mostly waits: what is young takes 4 MB and not 16, some 60 MB less resident for a few more collections. */
export const workerOptions = [...nodeOptions, '--max-semi-space-size=4']
