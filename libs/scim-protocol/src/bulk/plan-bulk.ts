import { type BulkNode, follow, toNode } from './bulk-node.js';
import type { BulkOperation } from './bulk-operation.js';
import { keepOrder } from './keep-order.js';

/** One step of carrying out a bulk request. */
export type BulkStep =
  /** Carries an operation out; without the references in `postponed`, whose resources do not exist yet. */
  | { readonly kind: 'perform'; readonly operation: BulkOperation; readonly postponed: ReadonlySet<string> }
  /** Adds to the resource of an operation what was postponed. */
  | { readonly kind: 'complete'; readonly operation: BulkOperation };

/**
 * Gives the steps that carry operations out: in the order given, but each waits for the resources it refers to (RFC 7644
 * §3.7.2), and what must stay behind it waits with it, so that "the same stateful result is achieved" (§3.7). Where
 * operations wait for each other, references win over order, and a circle of references is broken by postponing some
 * (§3.7.1). Takes a time that grows with the number of operations and references alone.
 */
export function planBulk(operations: readonly BulkOperation[]): readonly BulkStep[] {
  const nodes = operations.map(toNode);
  followReferences(nodes);
  keepOrder(nodes);
  const planner = new Planner();
  for (const node of nodes) planner.addWhenReady(node);
  for (const node of nodes) planner.addWithNeeds(node);
  return planner.steps;
}

function followReferences(nodes: readonly BulkNode[]): void {
  const creators = new Map(
    nodes.filter(({ operation }) => operation.method === 'POST').map(node => [node.operation.bulkId, node]),
  );
  for (const node of nodes) {
    for (const bulkId of node.operation.references) {
      const creator = creators.get(bulkId);
      if (creator === undefined) continue;
      node.needs.push(creator);
      follow(creator, node);
    }
  }
}

class Planner {
  readonly steps: BulkStep[] = [];
  private readonly added = new Set<BulkNode>();
  /** What a node postpones until then. */
  private readonly postponed = new Map<BulkNode, Set<BulkNode>>();
  /** Those that postpone a reference to this node. */
  private readonly incomplete = new Map<BulkNode, BulkNode[]>();
  /** How far the order given has been followed. */
  private reached = -1;

  /** Adds the next node in the order given, unless it has to wait, and then earlier ones that waited for it. */
  addWhenReady(node: BulkNode): void {
    this.reached = node.index;
    if (node.open === 0) this.add(node);
  }

  /** Adds what a node refers to, and then the node, whatever order that breaks. */
  addWithNeeds(first: BulkNode): void {
    const way = [{ node: first, needs: first.needs.values() }];
    const entered = new Set([first]);
    for (let here = way.at(-1); here !== undefined; here = way.at(-1)) {
      const { value: need } = here.needs.next();
      if (need === undefined) {
        this.add(here.node);
        way.pop();
      } else if (this.added.has(need)) continue;
      else if (entered.has(need)) this.postpone(here.node, need);
      else {
        entered.add(need);
        way.push({ node: need, needs: need.needs.values() });
      }
    }
  }

  private add(first: BulkNode): void {
    const ready = [first];
    for (const node of ready) {
      if (this.added.has(node)) continue;
      this.added.add(node);
      for (const complete of this.perform(node)) {
        for (const follower of complete.followers) {
          follower.open -= 1;
          if (follower.open === 0 && follower.index <= this.reached) ready.push(follower);
        }
      }
    }
  }

  /** Gives the nodes that are complete thereby: nothing that waits for an incomplete one may come before it is. */
  private perform(node: BulkNode): readonly BulkNode[] {
    const { operation } = node;
    const postponed = [...(this.postponed.get(node) ?? [])].map(need => String(need.operation.bulkId));
    this.steps.push({ kind: 'perform', operation, postponed: new Set(postponed) });
    const complete = postponed.length === 0 ? [node] : [];
    for (const other of this.incomplete.get(node) ?? []) {
      const open = this.postponed.get(other);
      open?.delete(node);
      if (open?.size !== 0) continue;
      this.steps.push({ kind: 'complete', operation: other.operation });
      complete.push(other);
    }
    return complete;
  }

  private postpone(node: BulkNode, need: BulkNode): void {
    const postponed = this.postponed.get(node) ?? new Set();
    this.postponed.set(node, postponed.add(need));
    const incomplete = this.incomplete.get(need) ?? [];
    incomplete.push(node);
    this.incomplete.set(need, incomplete);
  }
}
