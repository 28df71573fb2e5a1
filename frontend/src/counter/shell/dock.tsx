import { createContext, type ReactNode, useContext } from 'react';
import { createPortal } from 'react-dom';

const Place = createContext<HTMLElement | null>(null);

export const DockPlace = Place.Provider;

/** A screen's actions, shown under the thumb: at the foot of the window, above everything else. */
export function Dock({ children }: { children: ReactNode }) {
  const place = useContext(Place);
  return place && createPortal(children, place);
}
