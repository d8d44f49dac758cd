import { defineComponent, h } from 'vue'

/** An icon as the style sheet draws it, by its name (`i-lucide-…`); it says nothing to who does not see it. */
export default defineComponent({
  name: 'NuxtIcon',
  props: { name: { type: String, required: true } },
  setup: (props) => () => h('span', { class: ['iconify', props.name.replace(/^i-lucide-/, 'i-lucide:')], 'aria-hidden': 'true' }),
})
