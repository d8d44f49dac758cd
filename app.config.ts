/** What the UI kit looks like beyond its colours, which are in `assets/css/palette.css`. */
export default defineAppConfig({
  ui: {
    colors: { primary: 'brand', neutral: 'slate', success: 'green', info: 'sky', warning: 'amber', error: 'red' },
    button: { slots: { base: 'cursor-pointer' } },
    input: { slots: { root: 'w-full' } },
    textarea: { slots: { root: 'w-full' } },
    select: { slots: { base: 'w-full' } },
    selectMenu: { slots: { base: 'w-full' } },
    alert: { slots: { description: 'opacity-100' } },
    formField: { slots: { label: 'font-medium' } },
  },
})
