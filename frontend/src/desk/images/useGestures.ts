import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';

interface Gestures {
  /** Shares of the frame that is touched. */
  onMove: (right: number, down: number) => void;
  onZoom: (times: number) => void;
}

const STEP = 0.05;
const MOVES: Record<string, [number, number]> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};
const ZOOMS: Record<string, number> = { '+': 1.1, '=': 1.1, '-': 1 / 1.1 };
/** Less than that of the frame is a tap and no drag. */
const TAP = 0.01;

/** A finger or the mouse draws the picture, two fingers or the wheel zoom, arrows and + − as well;
 * a tap brings what it meets to the middle. */
export function useGestures<E extends HTMLElement>({ onMove, onZoom }: Gestures) {
  const frame = useRef<E>(null);
  const fingers = useRef(new Map<number, { x: number; y: number }>());
  const travelled = useRef(0);
  const zoom = useRef(onZoom);
  zoom.current = onZoom;

  useEffect(() => {
    const element = frame.current;
    // Not by React, which listens passively: the page would scroll along.
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      zoom.current(event.deltaY < 0 ? 1.06 : 1 / 1.06);
    };
    element?.addEventListener('wheel', wheel, { passive: false });
    return () => element?.removeEventListener('wheel', wheel);
  }, []);

  const spread = () => {
    const [one, other] = [...fingers.current.values()];
    return one && other ? Math.hypot(one.x - other.x, one.y - other.y) : 0;
  };
  return {
    ref: frame,
    onPointerDown(event: PointerEvent<E>) {
      event.currentTarget.setPointerCapture(event.pointerId);
      fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      travelled.current = 0;
    },
    onPointerMove(event: PointerEvent<E>) {
      const before = fingers.current.get(event.pointerId);
      if (!before) return;
      const { width, height } = event.currentTarget.getBoundingClientRect();
      const apart = spread();
      fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (apart > 0) return onZoom(spread() / apart);
      const [right, down] = [
        (before.x - event.clientX) / width,
        (before.y - event.clientY) / height,
      ];
      travelled.current += Math.abs(right) + Math.abs(down);
      onMove(right, down);
    },
    onPointerUp(event: PointerEvent<E>) {
      if (!fingers.current.delete(event.pointerId) || travelled.current > TAP) return;
      const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
      onMove((event.clientX - left) / width - 0.5, (event.clientY - top) / height - 0.5);
    },
    onPointerCancel(event: PointerEvent<E>) {
      fingers.current.delete(event.pointerId);
    },
    onKeyDown(event: KeyboardEvent<E>) {
      const move = MOVES[event.key];
      const times = ZOOMS[event.key];
      if (move) onMove(...move);
      else if (times) onZoom(times);
      else return;
      event.preventDefault();
    },
  };
}
