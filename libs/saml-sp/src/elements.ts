/** All elements inside an element, in document order. */
export function descendantsOf(element: Element): Element[] {
  return Array.from(element.getElementsByTagName('*'));
}
