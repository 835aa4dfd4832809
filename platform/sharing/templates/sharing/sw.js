{% if files %}// Without a network, the page that says so. Pages themselves are never kept: they come from the network,
// so that nothing private stays on a shared device and nothing shown is old.
// Each language of a site has its own page, hence its own worker below its own address.
const OURS = "offline-{{ language }}-";
const CACHE = OURS + "{{ version }}";
const FILES = {{ files }};

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => event.waitUntil(begin()));

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  if (method !== "GET") return;
  if (mode === "navigate") event.respondWith(page(event));
  else if (FILES.includes(new URL(url).pathname)) event.respondWith(file(event.request));
});

async function keep() {
  const cache = await caches.open(CACHE);
  // Asked without cookies: what is kept is what a stranger sees.
  await cache.addAll(FILES.map((path) => new Request(path, { credentials: "omit" })));
}

async function begin() {
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS) && name !== CACHE) await caches.delete(name);
  }
  await self.registration.navigationPreload?.enable(); // the network does not wait for this script
}

async function page(event) {
  try {
    return (await event.preloadResponse) || (await fetch(event.request));
  } catch {
    return (await caches.match(FILES[0])) || Response.error();
  }
}

async function file(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request)) || Response.error();
  }
}
{% else %}// OFFLINE_PAGE is off: whoever still has the worker is freed of it.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  for (const name of await caches.keys()) await caches.delete(name);
  await self.registration.unregister();
}
{% endif %}
