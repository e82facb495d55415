/** SAML 2.0 metadata §2.2 */
export const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';
/** XML Signature §1.2 */
export const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';

/** The elements of this name that are directly in the element. */
export function childrenOf(element: Element, namespace: string, localName: string): Element[] {
  return Array.from(element.childNodes)
    .filter((node): node is Element => node.nodeType === 1)
    .filter(child => isNamed(child, namespace, localName));
}

/** Whether it is an element of this name; prefixes say nothing. */
export function isNamed(element: Element, namespace: string, localName: string): boolean {
  return element.namespaceURI === namespace && element.localName === localName;
}

/** The text in it, without spaces around it. */
export function textOf(element: Element): string {
  return (element.textContent ?? '').trim();
}
