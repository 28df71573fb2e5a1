import { createContext, useContext } from 'react';

interface Dirty {
  dirty: boolean;
  setDirty: (dirty: boolean) => void;
}

/** Whether the designer holds unsaved changes: the program's other actions wait for them. */
export const DirtyContext = createContext<Dirty>({ dirty: false, setDirty: () => undefined });

export const useDirty = () => useContext(DirtyContext);
