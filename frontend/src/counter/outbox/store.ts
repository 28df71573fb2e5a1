import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Gesture, NewGesture } from './gesture';

interface Schema extends DBSchema {
  gestures: { key: number; value: Gesture; indexes: { owner: string; key: string } };
}

export interface GestureStore {
  add(gesture: NewGesture): Promise<Gesture>;
  /** Every gesture of this owner, oldest first. */
  of(owner: string): Promise<Gesture[]>;
  find(key: string): Promise<Gesture | null>;
  /** Read and write in one transaction, so that two tabs never both decide on the old value. */
  change(
    key: string,
    decide: (found: Gesture) => Gesture | 'delete' | 'keep',
  ): Promise<Gesture | null>;
  countOthers(owner: string | null): Promise<number>;
  forgetSettledBefore(time: number): Promise<void>;
}

async function byKey(db: IDBPDatabase<Schema>, key: string): Promise<Gesture | null> {
  return (await db.getFromIndex('gestures', 'key', key)) ?? null;
}

export async function openGestureStore(name = 'carnet-counter-outbox'): Promise<GestureStore> {
  const db = await openDB<Schema>(name, 1, {
    upgrade(fresh) {
      const gestures = fresh.createObjectStore('gestures', { keyPath: 'seq', autoIncrement: true });
      gestures.createIndex('owner', 'owner');
      gestures.createIndex('key', 'key', { unique: true });
    },
  });
  return {
    async add(gesture) {
      const seq = await db.add('gestures', gesture as Gesture);
      return { ...gesture, seq };
    },
    of: (owner) => db.getAllFromIndex('gestures', 'owner', owner),
    find: (key) => byKey(db, key),
    async change(key, decide) {
      const transaction = db.transaction('gestures', 'readwrite');
      const found = await transaction.store.index('key').get(key);
      let left: Gesture | null = found ?? null;
      if (found !== undefined) {
        const decision = decide(found);
        if (decision === 'delete') {
          await transaction.store.delete(found.seq);
          left = null;
        } else if (decision !== 'keep') {
          await transaction.store.put(decision);
          left = decision;
        }
      }
      await transaction.done;
      return left;
    },
    async countOthers(owner) {
      const all = await db.getAll('gestures');
      return all.filter((each) => each.owner !== owner && each.state === 'waiting').length;
    },
    async forgetSettledBefore(time) {
      const transaction = db.transaction('gestures', 'readwrite');
      for (const each of await transaction.store.getAll()) {
        const over = each.state === 'done' || (each.state === 'refused' && each.dismissed);
        if (over && (each.settledAt ?? 0) < time) await transaction.store.delete(each.seq);
      }
      await transaction.done;
    },
  };
}
