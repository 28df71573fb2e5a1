import { type ComponentChild, options, render, type VNode } from 'preact';

/**
 * React, as far as our components use it, on Preact: what `preact/compat` is for, at a fifth of
 * its size, which is the difference between a page within its budget and one over it.
 */
export { createContext } from 'preact';
export {
  useCallback,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'preact/hooks';

export function createRoot(place: Element) {
  return { render: (page: ComponentChild) => render(page, place) };
}

const DRAWING = /^(fill|stroke|shape)[A-Z]/;
const TICKED = /^(checkbox|radio|file)$/;

const before = options.vnode;

options.vnode = (vnode: VNode) => {
  if (typeof vnode.type === 'string') translate(vnode.type, vnode.props as Props);
  before?.(vnode);
};

type Props = Record<string, unknown>;

function translate(tag: string, props: Props): void {
  for (const name in props) {
    if (DRAWING.test(name)) {
      // strokeWidth → stroke-width
      move(
        props,
        name,
        name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`),
      );
    }
  }
  // React's onChange is heard at every key; the browser's own only when the field is left.
  const typed = tag === 'textarea' || (tag === 'input' && !TICKED.test(String(props.type)));
  if (typed && props.onChange) move(props, 'onChange', 'onInput');
}

function move(props: Props, from: string, to: string): void {
  props[to] = props[from];
  delete props[from];
}
