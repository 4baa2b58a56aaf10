// What the page keeps in this browser and nowhere else, in IndexedDB. Knows nothing of what is kept.

const NAME = "yuejuan";
const VERSION = 1;
/** The stores, each keyed by `id`. */
const STORES = ["attempts", "rubrics", "reviews"] as const;

export type Store = (typeof STORES)[number];

let opened: Promise<IDBDatabase> | null = null;

export async function all<T>(store: Store): Promise<T[]> {
  return settle((await open()).transaction(store).objectStore(store).getAll() as IDBRequest<T[]>);
}

export async function get<T>(store: Store, id: string): Promise<T | undefined> {
  return settle((await open()).transaction(store).objectStore(store).get(id) as IDBRequest<T | undefined>);
}

export async function put<T extends { id: string }>(store: Store, value: T): Promise<void> {
  await settle((await open()).transaction(store, "readwrite").objectStore(store).put(value));
}

export async function remove(store: Store, id: string): Promise<void> {
  await settle((await open()).transaction(store, "readwrite").objectStore(store).delete(id));
}

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      for (const store of STORES) {
        request.result.createObjectStore(store, { keyPath: "id" });
      }
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

function settle<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
