import { describe, expect, it } from 'vitest'
import { heightOf, inTreeOrder, levelOf, withDescendants } from './department-tree'

const tree = [
  { id: 'firm', parentId: null, name: 'Firm' },
  { id: 'sales', parentId: 'firm', name: 'Sales' },
  { id: 'export', parentId: 'sales', name: 'Export' },
  { id: 'law', parentId: 'firm', name: 'Law' },
  { id: 'other', parentId: null, name: 'Another' },
]

describe('a tree of departments', () => {
  it('knows what lies below a department, how deep it lies and how many levels it spans', () => {
    expect([...withDescendants(tree, 'firm')].toSorted()).toEqual(['export', 'firm', 'law', 'sales'])
    expect([...withDescendants(tree, 'export')]).toEqual(['export'])
    expect([levelOf(tree, 'firm'), levelOf(tree, 'export')]).toEqual([1, 3])
    expect([heightOf(tree, 'firm'), heightOf(tree, 'law')]).toEqual([3, 1])
  })

  it('is read from the top down, siblings by name', () => {
    expect(inTreeOrder(tree).map(({ department, level }) => `${level} ${department.name}`)).toEqual([
      '1 Another',
      '1 Firm',
      '2 Law',
      '2 Sales',
      '3 Export',
    ])
  })

  it('never turns in a circle, even if the rows did', () => {
    const circle = [
      { id: 'a', parentId: 'b' },
      { id: 'b', parentId: 'a' },
    ]
    expect([...withDescendants(circle, 'a')].toSorted()).toEqual(['a', 'b'])
    expect(levelOf(circle, 'a')).toBeGreaterThan(2)
  })
})
