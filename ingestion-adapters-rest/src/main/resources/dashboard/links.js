// Addresses of views: `#/kb/ID/documents/PATH?source=NAME`.

/** The address of a view; each segment is encoded. */
export function linkTo(segments, query = {}) {
  const path = segments.map(encodeURIComponent).join('/');
  const given = Object.entries(query).filter(
    ([, value]) => value !== '' && value !== null && value !== undefined,
  );
  return `#/${path}${given.length > 0 ? `?${new URLSearchParams(given)}` : ''}`;
}

/** Keeps in the address what a view shows, without going anywhere. */
export function remember(segments, query) {
  history.replaceState(null, '', linkTo(segments, query));
}
